// node read.js READER PARQUET OUT [PARQUET OUT ...]
// Reads each Parquet file and writes what it holds to OUT: Arrow IPC as a stream, or, for hyparquet, rows as JSON. Prints a line per
// file: "read" or "refused: " and why.
import { readFileSync, writeFileSync } from 'node:fs'

const readers = {
  async 'parquet-wasm'() {
    const { readParquet } = await import('parquet-wasm')
    return bytes => readParquet(bytes).intoIPCStream()
  },
  async polars() {
    const { default: polars } = await import('nodejs-polars')
    return bytes => polars.readParquet(Buffer.from(bytes)).writeIPCStream({ compression: 'uncompressed' })
  },
  async hyparquet() {
    const { parquetReadObjects } = await import('hyparquet')
    const { compressors } = await import('hyparquet-compressors')
    return async bytes => {
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
      const rows = await parquetReadObjects({ file, compressors, utf8: false, parsers })
      return JSON.stringify(rows, tagged)
    }
  },
}

// Numbers and bytes as they lie in the file, instead of JavaScript's dates, which have milliseconds, and of parsed values.
const asItIs = value => value
const text = bytes => bytes && new TextDecoder().decode(bytes)
const parsers = {
  timestampFromMilliseconds: asItIs,
  timestampFromMicroseconds: asItIs,
  timestampFromNanoseconds: asItIs,
  dateFromDays: asItIs,
  stringFromBytes: text,
  jsonFromBytes: text,
  uuidFromBytes: asItIs,
  geometryFromBytes: asItIs,
  geographyFromBytes: asItIs,
}

// JSON has no integers of 64 bits, no NaN and no bytes.
function tagged(key, value) {
  if (typeof value === 'bigint') {
    return { number: value.toString() }
  } else if (typeof value === 'number') {
    return { number: Object.is(value, -0) ? '-0' : String(value) }
  } else if (value instanceof Uint8Array) {
    return { bytes: Buffer.from(value).toString('hex') }
  } else if (value && value.type === 'Buffer') {
    return { bytes: Buffer.from(value.data).toString('hex') }
  }
  return value
}

const [name, ...files] = process.argv.slice(2)
const read = await readers[name]()
for (let i = 0; i < files.length; i += 2) {
  try {
    writeFileSync(files[i + 1], await read(readFileSync(files[i])))
    console.log('read')
  } catch (failure) {
    console.log('refused: ' + String(failure).replaceAll('\n', ' ').slice(0, 300))
  }
}
