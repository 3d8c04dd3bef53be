package io.flinkarrow.docs;

import static java.time.ZoneOffset.UTC;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.RecordBatchTypeInfo;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.ArrowIpcSerializationSchema;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.kafka.ArrowIpcDecoder;
import io.flinkarrow.kafka.ArrowIpcKafkaDeserializationSchema;
import io.flinkarrow.kafka.DeadLetterSerializationSchema;
import io.flinkarrow.kafka.Payload;
import io.flinkarrow.kafka.RejectedPayload;
import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.EncryptionKey;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.parquet.options.GeometryCovering;
import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.partition.PartitionByColumns;
import io.flinkarrow.read.ArrowParquetSource;
import io.flinkarrow.read.ParquetBatchFormat;
import io.flinkarrow.read.ParquetRowFormat;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.row.RecordBatches;
import io.flinkarrow.sink.ArrowParquetSink;
import io.flinkarrow.sink.ArrowParquetWriterFactory;
import io.flinkarrow.sink.RefusedElementFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.compactor.FileCompactStrategy;
import org.apache.flink.connector.file.sink.compactor.RecordWiseFileCompactor;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.common.TimestampFormat;
import org.apache.flink.formats.json.JsonRowDataDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * Every Java block of the documents that is not one of the examples, so that it compiles. {@link
 * DocsMatchTheCodeTest} holds both equal, but for indentation.
 */
final class DocumentedCode {

  private DocumentedCode() {}

  // README.md
  static void writeParquet(DataStream<RecordBatch> batches, Schema schema, Path directory) {
    WriterOptions options =
        WriterOptions.builder()
            .codec(CompressionCodec.ZSTD, 3)
            .rowGroupBytes(64L << 20)
            .columnDictionary("payload", false)
            .build();

    batches.sinkTo(
        ArrowParquetSink.forBatches(directory, schema)
            .options(options)
            .rollAtBytes(256L << 20)
            .build());
  }

  // docs/reference/options.md
  static WriterOptions optionsOfColumns() {
    return WriterOptions.builder()
        .columns(all -> all.dictionaryBytes(2 << 20))
        .column("payload", column -> column.dictionary(false).codec(CompressionCodec.ZSTD, 9))
        .column(ColumnPath.of("address", "street.name"), column -> column.pageBytes(64 << 10))
        .build();
  }

  // docs/how-to/encryption.md
  public static final class EnvironmentKeys implements EncryptionKeyProvider {
    private static final long serialVersionUID = 1L;

    @Override
    public EncryptionKey footerKey() {
      return key("ORDERS_FOOTER_KEY");
    }

    @Override
    public EncryptionKey columnKey(ColumnPath column) {
      return key("ORDERS_KEY_OF_" + column.text().replace('.', '_'));
    }

    private static EncryptionKey key(String name) {
      String base64 = Objects.requireNonNull(System.getenv(name), name);
      return new EncryptionKey(
          Base64.getDecoder().decode(base64), name.getBytes(StandardCharsets.UTF_8));
    }
  }

  static WriterOptions encrypted() {
    WriterOptions options =
        WriterOptions.builder()
            .encryption(files -> files.keyProvider(new EnvironmentKeys()).aadPrefix("orders"))
            .column("card.number", column -> column.encryption(ColumnEncryption.COLUMN_KEY))
            .column("shop", column -> column.encryption(ColumnEncryption.NONE))
            .build();
    return options;
  }

  static ParquetRowFormat decrypting(RowType type) {
    ParquetRowFormat format =
        new ParquetRowFormat(type, TypeInformation.of(RowData.class))
            .withDecryption(files -> files.keyProvider(new EnvironmentKeys()).aadPrefix("orders"));
    return format;
  }

  // docs/how-to/datastream.md
  static RecordBatch element(VectorSchemaRoot root) {
    return RecordBatch.copyOf(root);
  }

  static DataStream<RecordBatch> typed(
      SingleOutputStreamOperator<RecordBatch> batches, Schema schema) {
    return batches.returns(RecordBatchTypeInfo.of(schema));
  }

  static List<RecordBatch> elements(java.nio.file.Path arrowFile) throws IOException {
    return ArrowIpcDeserializationSchema.ofAnySchema().decode(Files.readAllBytes(arrowFile));
  }

  static long sumOfDistances(RecordBatch batch, BufferAllocator allocator) {
    try (LoadedBatch loaded = batch.load(allocator)) {
      SmallIntVector distances = (SmallIntVector) loaded.root().getVector("distance");
      long sum = 0;
      for (int row = 0; row < batch.rowCount(); row++) {
        sum += distances.isNull(row) ? 0 : distances.get(row);
      }
      return sum;
    }
  }

  static void write(
      StreamExecutionEnvironment environment,
      DataStream<RecordBatch> batches,
      Schema schema,
      Path directory) {
    environment.enableCheckpointing(60_000);
    batches
        .sinkTo(
            ArrowParquetSink.forBatches(directory, schema)
                .rollAtRows(5_000_000)
                .rollAtInactivity(Duration.ofMinutes(5))
                .build())
        .name("Parquet")
        .uid("parquet");
  }

  static String bucketOf(RecordBatch batch, BufferAllocator allocator) {
    try (LoadedBatch first = batch.slice(0, 1).load(allocator)) {
      return "day=" + first.root().getVector("day").getObject(0);
    }
  }

  static ArrowParquetSink<RecordBatch> largeFiles(Path directory, Schema schema) {
    return ArrowParquetSink.forBatches(directory, schema)
        .keepFilesOpen(true)
        .rollAtBytes(1L << 30)
        .rollAtAge(Duration.ofMinutes(30))
        .build();
  }

  static ArrowParquetSink<RecordBatch> compacted(Path directory, Schema schema) {
    return ArrowParquetSink.forBatches(directory, schema)
        .compaction(
            FileCompactStrategy.Builder.newBuilder().enableCompactionOnCheckpoint(10).build())
        .build();
  }

  static ArrowParquetSink<RecordBatch> compactedByRows(Path directory, Schema schema) {
    ParquetBatchFormat format = new ParquetBatchFormat(schema);
    return ArrowParquetSink.forBatches(directory, schema)
        .enableCompaction(
            FileCompactStrategy.Builder.newBuilder().enableCompactionOnCheckpoint(10).build(),
            new RecordWiseFileCompactor<>(file -> elementsOf(file, format)))
        .build();
  }

  static <T> RecordWiseFileCompactor.Reader<T> elementsOf(
      Path file, BulkFormat<T, FileSourceSplit> format) throws IOException {
    long length = file.getFileSystem().getFileStatus(file).getLen();
    BulkFormat.Reader<T> reader =
        format.createReader(
            new Configuration(), new FileSourceSplit("all", file, 0, length, 0, length));
    return new RecordWiseFileCompactor.Reader<>() {
      private BulkFormat.RecordIterator<T> elements = reader.readBatch();

      @Override
      public T read() throws IOException {
        while (elements != null) {
          RecordAndPosition<T> element = elements.next();
          if (element != null) {
            return element.getRecord();
          }
          elements = reader.readBatch();
        }
        return null;
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  static ArrowParquetSink<RowData> compactedRows(Path directory, RowType type) {
    ParquetRowFormat format = new ParquetRowFormat(type, TypeInformation.of(RowData.class));
    return ArrowParquetSink.forRows(directory, type)
        .enableCompaction(
            FileCompactStrategy.Builder.newBuilder().enableCompactionOnCheckpoint(10).build(),
            new RecordWiseFileCompactor<>(file -> elementsOf(file, format)))
        .build();
  }

  static DataStream<RecordBatch> flights(StreamExecutionEnvironment job, Path directory) {
    FileSource<RecordBatch> source =
        ArrowParquetSource.forBatches(directory).columns("carrier", "distance").build();
    return job.fromSource(source, WatermarkStrategy.noWatermarks(), "flights");
  }

  static DataStream<Tuple2<RecordBatch, String>> keepingRefused(
      DataStream<RecordBatch> batches, ArrowParquetSink<RecordBatch> sink) {
    RefusedElementFilter<RecordBatch> filter = RefusedElementFilter.of(sink, batches.getType());
    SingleOutputStreamOperator<RecordBatch> taken = batches.process(filter);
    taken.sinkTo(sink).uid("parquet");
    return taken.getSideOutput(filter.refused());
  }

  static void writeRows(DataStream<RowData> rows, Path directory) {
    RowType type =
        RowType.of(
            new LogicalType[] {new BigIntType(false), new VarCharType(VarCharType.MAX_LENGTH)},
            new String[] {"id", "name"});
    rows.sinkTo(ArrowParquetSink.forRows(directory, type).rollAtRows(5_000_000).build());
  }

  static DataStream<byte[]> messages(DataStream<RowData> rows, RowType type) {
    ArrowIpcSerializationSchema serialization = new ArrowIpcSerializationSchema();
    return RecordBatches.fromRows(rows, type, 10_000, 512 << 10, Duration.ofSeconds(1))
        .uid("batches")
        .map(serialization::serialize);
  }

  static void printRows(RecordBatch batch, RowType type) {
    BatchRows.of(batch.batchSchema(), type).read(batch).forEachRemaining(System.out::println);
  }

  static ArrowParquetSink<RecordBatch> listening(Path directory, Schema schema) {
    return ArrowParquetSink.forBatches(directory, schema)
        .options(WriterOptions.builder().fileChecksums(true).build())
        .fileListener(file -> System.out.println(file.path() + ": " + file.summary().checksums()))
        .build();
  }

  static ArrowParquetSink<RecordBatch> withMetadata(Path directory, Schema schema) {
    return ArrowParquetSink.forBatches(directory, schema)
        .fileMetadata(file -> Map.of("rows", String.valueOf(file.summary().rows())))
        .build();
  }

  static FileSink<RecordBatch> fileSink(Schema schema, Path directory) {
    return FileSink.forBulkFormat(
            directory, ArrowParquetWriterFactory.forBatches(schema, WriterOptions.defaults()))
        .withOutputFileConfig(new OutputFileConfig("part", ".parquet"))
        .build();
  }

  static FileSummary writeFile(OutputStream out, Iterable<VectorSchemaRoot> roots, Schema schema)
      throws IOException {
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(out, schema, WriterOptions.defaults())) {
      for (VectorSchemaRoot root : roots) {
        writer.write(root);
      }
      return writer.finish();
    }
  }

  static FileSummary writeStream(InputStream in, OutputStream out) throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ArrowReader reader = new ArrowStreamReader(in, allocator)) {
      Schema schema = reader.getVectorSchemaRoot().getSchema();
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, schema, reader, WriterOptions.defaults())) {
        writer.writeAll(reader);
        return writer.finish();
      }
    }
  }

  static FileSummary writeQuery(Connection database, String query, OutputStream out)
      throws SQLException, IOException {
    try (BufferAllocator allocator = new RootAllocator();
        Statement statement = database.createStatement();
        DuckDBResultSet result = (DuckDBResultSet) statement.executeQuery(query);
        ArrowReader reader = (ArrowReader) result.arrowExportStream(allocator, 10_000)) {
      Schema schema = reader.getVectorSchemaRoot().getSchema();
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, schema, reader, WriterOptions.defaults())) {
        writer.writeAll(reader);
        return writer.finish();
      }
    }
  }

  static String describe(FileSummary file) {
    StringBuilder lines = new StringBuilder();
    lines.append("%d rows, %d bytes%n".formatted(file.rows(), file.bytes()));
    for (FileSummary.ColumnSummary column : file.columns()) {
      String least = column.min().map(FileSummary.Bound::text).orElse("unknown");
      long nulls = column.nulls().orElseThrow();
      lines.append("%s: %d nulls, from %s%n".formatted(column.path(), nulls, least));
    }
    file.checksums().ifPresent(sums -> lines.append("SHA-256 %s%n".formatted(sums.sha256())));
    return lines.toString();
  }

  static ArrowParquetSink<RecordBatch> handingOn(Path directory, Schema schema, Sink<String> log) {
    return ArrowParquetSink.forBatches(directory, schema)
        .committedFiles(
            committed ->
                committed.stream(files -> files.map(file -> file.path().toString()).sinkTo(log))
                    .listener(file -> System.out.println(file.partition() + ": " + file.path())))
        .build();
  }

  static ArrowParquetSink<RecordBatch> marking(Path directory, Schema schema) {
    return ArrowParquetSink.forBatches(directory, schema)
        .partitionBy(PartitionByColumns.ofTimestamp("dt", "time", "yyyy-MM-dd"))
        .committedFiles(committed -> committed.successFiles(Duration.ofMinutes(30)))
        .build();
  }

  static ArrowParquetSink<RecordBatch> markingByTime(Path directory, Schema schema) {
    return ArrowParquetSink.forBatches(directory, schema)
        .partitionBy(PartitionByColumns.ofTimestamp("dt", "time", "yyyy-MM-dd"))
        .committedFiles(
            committed ->
                committed.successFiles(
                    partition -> LocalDate.parse(partition.get("dt")).atStartOfDay(UTC).toInstant(),
                    Duration.ofDays(1)))
        .build();
  }

  static ArrowParquetSink<RecordBatch> oneSubtaskPerPartition(Path directory, Schema schema) {
    return ArrowParquetSink.forBatches(directory, schema)
        .partitionBy(PartitionByColumns.of("carrier"))
        .shuffleByPartition(true)
        .build();
  }

  static ArrowParquetSink<RecordBatch> byCarrierAndDay(Path directory, Schema schema) {
    return ArrowParquetSink.forBatches(directory, schema)
        .partitionBy(PartitionByColumns.of("carrier").andTimestamp("dt", "time", "yyyy-MM-dd"))
        .build();
  }

  // docs/how-to/sql.md
  static void writeLargeFiles(StreamTableEnvironment tables, Table query, Path directory) {
    DataType type =
        query.getResolvedSchema().toPhysicalRowDataType().bridgedTo(RowData.class).notNull();
    DataStream<RowData> rows = tables.toDataStream(query, type);
    rows.sinkTo(
            ArrowParquetSink.forRows(directory, (RowType) type.getLogicalType())
                .partitionBy(PartitionByColumns.of("town"))
                .shuffleByPartition(true)
                .keepFilesOpen(true)
                .rollAtAge(Duration.ofMinutes(30))
                .build())
        .uid("large-files");
  }

  // docs/how-to/reader.md
  static long sumOfDistances(java.nio.file.Path file) throws IOException {
    long sum = 0;
    try (BufferAllocator allocator = new RootAllocator();
        ArrowParquetReader reader = ArrowParquetReader.open(file, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      SmallIntVector distances = (SmallIntVector) root.getVector("distance");
      while (reader.loadNextBatch()) {
        for (int row = 0; row < root.getRowCount(); row++) {
          sum += distances.isNull(row) ? 0 : distances.get(row);
        }
      }
    }
    return sum;
  }

  static ArrowParquetReader longFlights(java.nio.file.Path file, BufferAllocator allocator)
      throws IOException {
    Predicate carrier = Predicate.column("carrier").isIn("AA", "WN");
    Predicate distance = Predicate.column("distance").isGreaterThan(1000);
    ReaderOptions options =
        ReaderOptions.builder()
            .columns("carrier", "origin.city")
            .filter(carrier.and(distance))
            .build();
    return ArrowParquetReader.open(ParquetInput.open(file), options, allocator);
  }

  static FileSummary writeAgain(ArrowParquetReader reader, OutputStream out) throws IOException {
    Schema schema = reader.getVectorSchemaRoot().getSchema();
    try (ArrowParquetWriter writer =
        ArrowParquetWriter.open(out, schema, reader, WriterOptions.defaults())) {
      writer.writeAll(reader);
      return writer.finish();
    }
  }

  static long countedByDuckDb(ArrowParquetReader reader, BufferAllocator allocator)
      throws SQLException {
    try (DuckDBConnection database =
            DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, reader, stream);
      database.registerArrowStream("flights", stream);
      try (Statement statement = database.createStatement();
          ResultSet result = statement.executeQuery("SELECT count(*) FROM flights")) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  static ReaderOptions withKeys(EncryptionKeyProvider keys) {
    return ReaderOptions.builder().keyProvider(keys).aadPrefix("orders").build();
  }

  record Download(String name, byte[] bytes) implements ParquetInput {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void read(long position, byte[] target, int from, int count) {
      System.arraycopy(bytes, (int) position, target, from, count);
    }

    @Override
    public void close() {}
  }

  static ReaderOptions ofStrangers() {
    return ReaderOptions.builder().maximumPageBytes(64 << 20).maximumRowBytes(8 << 20).build();
  }

  // docs/how-to/kafka.md
  static void kafkaToParquet(
      StreamExecutionEnvironment environment, String brokers, Schema schema, Path directory) {
    environment.enableCheckpointing(60_000);
    KafkaSource<RecordBatch> flights =
        KafkaSource.<RecordBatch>builder()
            .setBootstrapServers(brokers)
            .setTopics("flights")
            .setGroupId("flights-to-parquet")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(ArrowIpcKafkaDeserializationSchema.of(schema))
            .build();
    environment
        .fromSource(flights, WatermarkStrategy.noWatermarks(), "flights")
        .uid("flights")
        .sinkTo(ArrowParquetSink.forBatches(directory, schema).build())
        .uid("parquet");
  }

  static DataStream<RecordBatch> decoded(
      DataStream<Payload> payloads, Schema schema, String brokers) {
    SingleOutputStreamOperator<RecordBatch> batches =
        payloads
            .process(ArrowIpcDecoder.of(schema).onMalformed(MalformedPayloads.REJECT))
            .uid("decoder");
    batches
        .getSideOutput(ArrowIpcDecoder.REJECTED)
        .sinkTo(
            KafkaSink.<RejectedPayload>builder()
                .setBootstrapServers(brokers)
                .setRecordSerializer(DeadLetterSerializationSchema.toTopic("flights-rejected"))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix("flights-rejected")
                .setProperty("transaction.timeout.ms", "900000")
                .build())
        .uid("dead-letters");
    return batches;
  }

  static void kafkaRowsToParquet(
      StreamExecutionEnvironment environment, String brokers, RowType type, Path directory) {
    environment.enableCheckpointing(60_000);
    DeserializationSchema<RowData> json =
        new JsonRowDataDeserializationSchema(
            type, InternalTypeInfo.of(type), true, false, TimestampFormat.ISO_8601);
    KafkaSource<RowData> strikes =
        KafkaSource.<RowData>builder()
            .setBootstrapServers(brokers)
            .setTopics("strikes")
            .setGroupId("strikes-to-parquet")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperty("isolation.level", "read_committed")
            .setValueOnlyDeserializer(json)
            .build();
    environment
        .fromSource(strikes, WatermarkStrategy.noWatermarks(), "strikes")
        .uid("strikes")
        .sinkTo(ArrowParquetSink.forRows(directory, type).build())
        .uid("parquet");
  }

  static WriterOptions withGeometries() {
    return WriterOptions.builder()
        .geometry(GeometryFormat.BOTH)
        .column("place", column -> column.geometryMetadata("{\"crs\": \"OGC:CRS84\"}"))
        .build();
  }

  static WriterOptions withCoordinateReferenceSystem(String projjson) {
    return WriterOptions.builder()
        .column("place", column -> column.coordinateReferenceSystem(projjson))
        .build();
  }

  static WriterOptions withBoundingBoxes() {
    return WriterOptions.builder().columns(all -> all.covering(GeometryCovering.SINGLE)).build();
  }
}
