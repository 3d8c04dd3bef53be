// node write.js WRITER STREAM DIRECTORY NUMBERS BYTES
// Writes the rows of an Arrow stream as Parquet files, one for each way that the writer can be told to use. hyparquet-writer knows no
// Arrow and writes rows of its own. NUMBERS and BYTES are names of columns, joined by commas, that can have the delta encodings. Prints
// the files' names.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [writer, stream, directory, numbers = '', bytes = ''] = process.argv.slice(2)

const columnsOf = {
  DELTA_BINARY_PACKED: numbers.split(','),
  DELTA_LENGTH_BYTE_ARRAY: bytes.split(','),
  DELTA_BYTE_ARRAY: bytes.split(','),
}

const writers = {
  async 'parquet-wasm'() {
    const { Compression, Encoding, Table, WriterPropertiesBuilder, WriterVersion, writeParquet } = await import('parquet-wasm')
    const write = (name, change) => {
      const small = new WriterPropertiesBuilder().setMaxRowGroupSize(70).setDataPageSizeLimit(400).setWriteBatchSize(20)
      save(name, writeParquet(Table.fromIPCStream(readFileSync(stream)), change(small).build()))
    }
    for (const version of ['V1', 'V2']) {
      for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD', 'LZ4_RAW']) {
        write(`${version}-${codec}`, options => options.setWriterVersion(WriterVersion[version]).setCompression(Compression[codec]))
      }
    }
    write('PLAIN', options => options.setDictionaryEnabled(false))
    for (const [encoding, columns] of Object.entries(columnsOf)) {
      write(encoding, options =>
        columns.reduce((all, name) => all.setColumnEncoding(name, Encoding[encoding]), options.setDictionaryEnabled(false)))
    }
  },
  async polars() {
    const { default: polars } = await import('nodejs-polars')
    for (const compression of ['uncompressed', 'snappy', 'gzip', 'brotli', 'lz4', 'zstd']) {
      polars.readIPCStream(readFileSync(stream)).writeParquet(join(directory, file(compression)), { compression })
      console.log(file(compression))
    }
  },
  async hyparquet() {
    const { parquetWriteBuffer } = await import('hyparquet-writer')
    const write = (name, rows, columns, options = {}) => {
      const columnData = columns.map(({ value, ...column }) => ({
        ...column,
        data: Array.from({ length: rows }, (_, i) => (i % 5 === 3 && column.nullable !== false ? null : value(i))),
      }))
      save(name, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 70, pageSize: 300, ...options })))
    }
    for (const codec of ['UNCOMPRESSED', 'SNAPPY']) {
      write(codec, 200, ownColumns, { codec })
      write(`${codec}-empty`, 0, ownColumns, { codec })
    }
    write('required', 200, ownColumns.map(column => ({ ...column, nullable: false })))
    for (const [encoding, types] of Object.entries(ownEncodings)) {
      write(encoding, 200, ownColumns.filter(({ type }) => types.includes(type)).map(column => ({ ...column, encoding })))
    }
  },
}

const ownEncodings = {
  PLAIN: ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE', 'STRING', 'BYTE_ARRAY', 'UUID'],
  RLE: ['BOOLEAN'],
  RLE_DICTIONARY: ['INT32', 'INT64', 'FLOAT', 'DOUBLE', 'STRING'],
  DELTA_BINARY_PACKED: ['INT32', 'INT64'],
  DELTA_LENGTH_BYTE_ARRAY: ['STRING', 'BYTE_ARRAY'],
  DELTA_BYTE_ARRAY: ['STRING', 'BYTE_ARRAY'],
  BYTE_STREAM_SPLIT: ['INT32', 'INT64', 'FLOAT', 'DOUBLE'],
}

const ownColumns = [
  { name: 'boolean', type: 'BOOLEAN', value: i => i % 3 === 0 },
  { name: 'int32', type: 'INT32', value: i => i * (i % 2 ? -7919 : 7919) },
  { name: 'int64', type: 'INT64', value: i => BigInt(i) ** 8n - 5n },
  { name: 'float', type: 'FLOAT', value: i => Math.fround(i / 7) },
  { name: 'double', type: 'DOUBLE', value: i => i / 3 },
  { name: 'string', type: 'STRING', value: i => 'text ü ' + (i % 9) },
  { name: 'byte_array', type: 'BYTE_ARRAY', value: i => new Uint8Array([i % 256, 0, 255]) },
  { name: 'json', type: 'JSON', value: i => ({ number: i }) },
  { name: 'timestamp', type: 'TIMESTAMP', value: i => new Date(1e12 + i * 7919) },
  { name: 'uuid', type: 'UUID', value: i => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}` },
  { name: 'float16', type: 'FLOAT16', value: i => i / 4 },
]

const file = name => `${writer}-${name}.parquet`

function save(name, content) {
  writeFileSync(join(directory, file(name)), content)
  console.log(file(name))
}

await writers[writer]()
