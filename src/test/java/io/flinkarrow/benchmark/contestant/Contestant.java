package io.flinkarrow.benchmark.contestant;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.WriterProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Who takes part. Everybody gets the same rows as Arrow batches in memory and writes them to a file
 * with one thread.
 *
 * <p>Another profile of this project's options is another constant made by {@link #Contestant(int,
 * String, Supplier)}; nothing else has to know it.
 */
public enum Contestant {
  OURS(Contestant.BATCH_ROWS, "default profile, page indexes, CRC", WriterOptions::builder),
  OURS_BATCHES_OF_8192(8_192, "as `ours`, smaller batches", WriterOptions::builder),
  OURS_BATCHES_OF_100(100, "as `ours`, tiny batches", WriterOptions::builder),
  OURS_COMPACT(
      Contestant.BATCH_ROWS,
      "profile `compact`, page indexes, CRC",
      () -> WriterOptions.builder().profile(WriterProfile.COMPACT)),
  OURS_ROWS(
      Role.OURS,
      "default profile, from the rows that flink-parquet gets",
      Replaced.NOTHING,
      Shapes.ALL,
      Codecs.ALL,
      (allocator, batches) -> new RowParquetFile(batches)),
  FLINK_PARQUET(
      Role.RIVAL,
      "flink-parquet 2.3.0 ParquetRowDataBuilder on the parquet-java 1.15.2 it pins: rows that read"
          + " the vectors, INT64 timestamps; page indexes, CRC, levels of ZSTD",
      Replaced.PARQUET,
      Shapes.ALL,
      Codecs.ALL,
      (allocator, batches) -> new FlinkParquetFile(batches)),
  PARQUET_JAVA_COLUMNS(
      Role.RIVAL,
      "parquet-java 1.18.1 ColumnWriteStore, column by column: flat columns only; page indexes,"
          + " CRC, levels of ZSTD",
      Replaced.NOTHING,
      Shapes.FLAT,
      Codecs.ALL,
      (allocator, batches) -> new ColumnStoreFile(batches)),
  DUCKDB(
      Role.RIVAL,
      "DuckDB 2.0.0.1 over JDBC, one thread, row groups of 122,880 rows, V1: **no CRC, no page"
          + " indexes**",
      Replaced.NOTHING,
      Shapes.ALL,
      Codecs.ALL,
      DuckDbFile::new),
  ARROW_CPP(
      Role.RIVAL,
      "Arrow C++ through arrow-dataset 18.3.0, which has no options: **no codec, no CRC, no page"
          + " indexes**",
      Replaced.ARROW,
      Shapes.ALL,
      Codecs.NONE,
      ArrowCppFile::new),
  BYTES_FLOOR(
      Role.FLOOR,
      "floor: the batches' bytes go to the file as they are",
      Replaced.NOTHING,
      Shapes.ALL,
      Codecs.NONE,
      (allocator, batches) -> new BytesToFile(batches)),
  CODEC_FLOOR(
      Role.FLOOR,
      "floor: the codec alone over the bodies of our pages, in one shot each",
      Replaced.NOTHING,
      Shapes.ALL,
      Codecs.REAL,
      (allocator, batches) ->
          new CodecOverPages(new ArrowParquetFile(batches, WriterOptions::builder)));

  /** The rows of a batch unless a contestant is about another number. */
  public static final int BATCH_ROWS = 65_536;

  /** What a contestant is compared as. */
  public enum Role {
    OURS,
    RIVAL,
    FLOOR
  }

  /** The jars that a contestant needs in a version of its own: a folder of the rivals' folder. */
  private enum Replaced {
    NOTHING,
    ARROW,
    PARQUET
  }

  private enum Shapes {
    ALL,
    FLAT
  }

  private enum Codecs {
    ALL(Set.of(CompressionCodec.values())),
    NONE(Set.of(CompressionCodec.UNCOMPRESSED)),
    REAL(Set.of(CompressionCodec.SNAPPY, CompressionCodec.ZSTD));

    private final Set<CompressionCodec> codecs;

    Codecs(Set<CompressionCodec> codecs) {
      this.codecs = codecs;
    }
  }

  private interface Factory {
    FileFromBatches create(BufferAllocator allocator, List<VectorSchemaRoot> batches)
        throws Exception;
  }

  private final Role role;
  private final int batchRows;
  private final String note;
  private final Replaced replaced;
  private final Shapes shapes;
  private final Codecs codecs;
  private final Factory factory;

  Contestant(int batchRows, String note, Supplier<WriterOptions.Builder> options) {
    this.role = Role.OURS;
    this.batchRows = batchRows;
    this.note = note;
    this.replaced = Replaced.NOTHING;
    this.shapes = Shapes.ALL;
    this.codecs = Codecs.ALL;
    this.factory = (allocator, batches) -> new ArrowParquetFile(batches, options);
  }

  Contestant(
      Role role, String note, Replaced replaced, Shapes shapes, Codecs codecs, Factory factory) {
    this.role = role;
    this.batchRows = BATCH_ROWS;
    this.note = note;
    this.replaced = replaced;
    this.shapes = shapes;
    this.codecs = codecs;
    this.factory = factory;
  }

  /** In small letters with hyphens, as in reports and settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Role role() {
    return role;
  }

  public int batchRows() {
    return batchRows;
  }

  /** What its files have and lack, for the report. */
  public String note() {
    return note;
  }

  /** The folder of jars that replace the project's on its class path. */
  public Optional<String> replacedJars() {
    return replaced == Replaced.NOTHING
        ? Optional.empty()
        : Optional.of(replaced.name().toLowerCase(Locale.ROOT));
  }

  /** Whether it can write this data with this codec. */
  public boolean takes(DataSet dataSet, CompressionCodec codec) {
    return codecs.codecs.contains(codec) && (shapes == Shapes.ALL || dataSet != DataSet.NESTED);
  }

  /** Writes a file once; it does not exist yet. */
  public void write(
      BufferAllocator allocator, List<VectorSchemaRoot> batches, Path file, CompressionCodec codec)
      throws Exception {
    FileFromBatches writer = create(allocator, batches);
    try {
      writer.write(file, codec);
    } finally {
      writer.close();
    }
  }

  FileFromBatches create(BufferAllocator allocator, List<VectorSchemaRoot> batches)
      throws Exception {
    return factory.create(allocator, batches);
  }
}
