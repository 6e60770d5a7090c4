// Changes cells of a workbook as Excel would save them: numbers and short texts, formulas with the result given.

import { deflateRawSync, inflateRawSync } from 'node:zlib';

const SHEET = 'xl/worksheets/sheet1.xml';

/** The files of a ZIP archive by its central directory: `[{name, crc, body}]`. */
function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = [];
  for (let at = bytes.readUInt32LE(end + 16), left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed, name, extra, comment, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(from, from + packed);
    files.push({ name: bytes.toString('utf8', at + 46, at + 46 + name), body: method ? inflateRawSync(data) : data });
    at += 46 + name + extra + comment;
  }
  return files;
}

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function zip(files) {
  const [parts, directory] = [[], []];
  let offset = 0;
  for (const { name, body } of files) {
    const [title, packed] = [Buffer.from(name), deflateRawSync(body)];
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(body), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt16LE(title.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), head, title, packed);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, tail, title);
    offset += 30 + title.length + packed.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}

const cell = (at, value, rest, formula = '') => (typeof value === 'number' ? `<c r="${at}"${rest}>${formula}<v>${value}</v></c>` : `<c r="${at}"${rest} t="inlineStr"><is><t>${value}</t></is></c>`);

/** The workbook with `{A1: value, …}` put into cells of its first sheet that exist already. */
export function withCells(workbook, values) {
  return zip(unzip(workbook).map(({ name, body }) => {
    if (name !== SHEET) return { name, body };
    let xml = body.toString();
    for (const [at, value] of Object.entries(values)) {
      const found = new RegExp(`<c r="${at}"([^>]*?)(?: t="\\w+")?(?:/>|>(<f>[^<]*</f>)?.*?</c>)`);
      if (!found.test(xml)) throw new Error(`no cell ${at} in the workbook`);
      xml = xml.replace(found, (_, rest, formula) => cell(at, value, rest, formula));
    }
    return { name, body: Buffer.from(xml) };
  }));
}
