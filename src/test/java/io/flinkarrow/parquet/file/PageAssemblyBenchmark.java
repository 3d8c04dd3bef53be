package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.page.ColumnChunkPages;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.PageStore;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Uncompressed pages from a finished body to the file: header, checksum and store; then row group,
 * indexes and footer of a file of such pages, to nowhere.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PageAssemblyBenchmark {

  private static final PageStatistics PAGE_STATISTICS =
      new PageStatistics(new byte[Long.BYTES], new byte[Long.BYTES], true, true, 0);
  private static final ChunkStatistics CHUNK_STATISTICS =
      new ChunkStatistics(
          new byte[Long.BYTES], new byte[Long.BYTES], true, true, 0, BoundaryOrder.ASCENDING, true);

  @Param({"2000", "160000"})
  public int pageBytes;

  @Param("17")
  public int columns;

  @Param({"1", "50"})
  public int pages;

  private MessageType schema;
  private List<LeafColumn> leaves;
  private byte[] body;
  private DataPageInfo info;
  private List<ColumnChunkPages> chunks;
  private PageStore store;

  @Setup
  public void prepare() {
    List<Type> fields = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      fields.add(Types.required(PrimitiveTypeName.INT64).named("column_" + i));
    }
    schema = new MessageType("schema", fields);
    leaves = ReferencePages.columns(schema, CompressionCodec.UNCOMPRESSED);
    body = new byte[pageBytes];
    new SplittableRandom(1).nextBytes(body);
    int rows = pageBytes / Long.BYTES;
    info = new DataPageInfo(rows, rows, Encoding.PLAIN, PAGE_STATISTICS, 0, null, null);
  }

  /** Pages that {@link #writeFile} writes again and again. */
  @Setup(Level.Iteration)
  public void fill() {
    addPages();
  }

  private void addPages() {
    store = new PageStore();
    chunks = leaves.stream().map(leaf -> new ColumnChunkPages(leaf, store)).toList();
    for (int page = 0; page < pages; page++) {
      for (ColumnChunkPages chunk : chunks) {
        chunk.addDataPage(body, pageBytes, info);
      }
    }
  }

  @Benchmark
  public long sealPages() {
    addPages();
    return store.retainedBytes();
  }

  @Benchmark
  public long writeFile() throws IOException {
    ParquetFileAssembler file =
        new ParquetFileAssembler(OutputStream.nullOutputStream(), FooterSchema.of(schema, leaves));
    file.writeRowGroup(
        (long) pages * info.rowCount(),
        chunks.stream().map(chunk -> chunk.seal(CHUNK_STATISTICS)).toList());
    file.finish(Map.of());
    return file.writtenBytes();
  }
}
