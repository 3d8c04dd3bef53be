package io.flinkarrow.parquet.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.page.ColumnChunkPages;
import io.flinkarrow.parquet.page.DataPageInfo;
import io.flinkarrow.parquet.page.PageStore;
import io.flinkarrow.parquet.page.SealedChunk;
import io.flinkarrow.parquet.statistics.ChunkStatistics;
import io.flinkarrow.parquet.statistics.PageStatistics;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

/** Retained bytes are what the heap says. */
class RetainedMemoryTest {

  @Test
  void ofPagesAsLargeAsUsual() throws Exception {
    List<LeafColumn> columns = columns(20);
    long before = heapUsed();
    PageStore store = new PageStore();
    List<ColumnChunkPages> chunks = pages(columns, store);
    byte[] body = new byte[100_000];
    new Random(1).nextBytes(body);
    for (int page = 0; page < 10; page++) {
      for (ColumnChunkPages chunk : chunks) {
        chunk.addDataPage(body, body.length, info(2, page));
      }
    }
    long measured = heapUsed() - before;
    assertThat(measured).isGreaterThan(16 << 20);
    assertThat((double) retained(store, chunks) / measured).isBetween(0.95, 1.05);
    Reference.reachabilityFence(store);
  }

  @Test
  void ofPagesSoSmallThatMostOfItIsMetadata() throws Exception {
    List<LeafColumn> columns = columns(20);
    long before = heapUsed();
    PageStore store = new PageStore();
    List<ColumnChunkPages> chunks = pages(columns, store);
    byte[] body = new byte[16];
    for (int page = 0; page < 5_000; page++) {
      for (ColumnChunkPages chunk : chunks) {
        chunk.addDataPage(body, body.length, info(page % 5, page));
      }
    }
    long measured = heapUsed() - before;
    assertThat(measured).isGreaterThan(16 << 20);
    assertThat((double) retained(store, chunks) / measured).isBetween(0.9, 1.1);
    Reference.reachabilityFence(store);
  }

  @Test
  void anIdleColumnTakesLittleBeforeItsFirstChunkAndAfterAReset() throws Exception {
    List<LeafColumn> columns = columns(2_000);
    long before = heapUsed();
    PageStore store = new PageStore();
    List<ColumnChunkPages> chunks = pages(columns, store);
    assertThat(heapUsed() - before).isLessThan(2_000 * 200);
    for (ColumnChunkPages chunk : chunks) {
      chunk.addDataPage(new byte[1_000], 1_000, info(2, 0));
      chunk.setDictionaryPage(new byte[1_000], 1_000, 100);
    }
    chunks.forEach(ColumnChunkPages::reset);
    store.reset();
    assertThat(heapUsed() - before).isLessThan(2_000 * 200);
    assertThat(retained(store, chunks)).isZero();
    Reference.reachabilityFence(chunks);
  }

  @Test
  void ofTheFootersEntriesAndIndexesOfManyRowGroups() throws Exception {
    MessageType schema = schema(100);
    List<LeafColumn> columns = columns(100);
    PageStore store = new PageStore();
    List<ColumnChunkPages> chunks = pages(columns, store);
    List<SealedChunk> sealed = new ArrayList<>();
    for (ColumnChunkPages chunk : chunks) {
      chunk.setDictionaryPage(new byte[100], 100, 10);
      for (int page = 0; page < 5; page++) {
        chunk.addDataPage(new byte[100], 100, info(2, page));
      }
      sealed.add(
          chunk.seal(
              new ChunkStatistics(
                  new byte[20], new byte[20], true, true, 0, BoundaryOrder.UNORDERED, true)));
    }
    ParquetFileAssembler file =
        new ParquetFileAssembler(OutputStream.nullOutputStream(), FooterSchema.of(schema, columns));
    file.writeRowGroup(500, sealed);
    long before = heapUsed();
    for (int rowGroup = 0; rowGroup < 600; rowGroup++) {
      file.writeRowGroup(500, sealed);
    }
    long measured = heapUsed() - before;
    assertThat(measured).isGreaterThan(16 << 20);
    assertThat((double) file.retainedBytes() / measured).isBetween(0.95, 1.05);
    Reference.reachabilityFence(file);
  }

  /** Bounds of 2 KB each, and histograms of deeply nested columns. */
  @Test
  void ofFooterEntriesWithLongBoundsAndHistograms() throws Exception {
    MessageType schema = schema(100);
    List<LeafColumn> columns = columns(100);
    PageStore store = new PageStore();
    List<ColumnChunkPages> chunks = pages(columns, store);
    List<SealedChunk> sealed = new ArrayList<>();
    long[] histogram = LongStream.range(1_000, 1_100).toArray();
    for (ColumnChunkPages chunk : chunks) {
      PageStatistics bounds = new PageStatistics(new byte[8], new byte[8], true, true, 0);
      chunk.addDataPage(
          new byte[100],
          100,
          new DataPageInfo(500, 500, Encoding.PLAIN, bounds, 0, histogram, histogram));
      sealed.add(
          chunk.seal(
              new ChunkStatistics(
                  new byte[2_000], new byte[2_000], true, true, 0, BoundaryOrder.UNORDERED, true)));
    }
    ParquetFileAssembler file =
        new ParquetFileAssembler(OutputStream.nullOutputStream(), FooterSchema.of(schema, columns));
    file.writeRowGroup(500, sealed);
    long before = heapUsed();
    long toldBefore = file.retainedBytes();
    long entry = file.rowGroupEntryBytes();
    for (int rowGroup = 0; rowGroup < 50; rowGroup++) {
      file.writeRowGroup(500, sealed);
    }
    long measured = heapUsed() - before;
    assertThat(measured).isGreaterThan(16 << 20);
    assertThat((double) (file.retainedBytes() - toldBefore) / measured).isBetween(0.95, 1.05);
    assertThat((double) 50 * entry / measured).isBetween(0.9, 1.1);
    file.finish(Map.of());
    assertThat(file.retainedBytes()).isZero();
    assertThat(heapUsed() - before).isLessThan(1 << 20);
    Reference.reachabilityFence(file);
  }

  private static long retained(PageStore store, List<ColumnChunkPages> chunks) {
    return store.retainedBytes() + chunks.stream().mapToLong(ColumnChunkPages::retainedBytes).sum();
  }

  private static List<ColumnChunkPages> pages(List<LeafColumn> columns, PageStore store) {
    List<ColumnChunkPages> chunks = new ArrayList<>();
    columns.forEach(column -> chunks.add(new ColumnChunkPages(column, store)));
    return chunks;
  }

  private static DataPageInfo info(int boundLength, int page) {
    byte[] min = boundLength == 0 ? null : new byte[4 * boundLength];
    byte[] max = boundLength == 0 ? null : new byte[4 * boundLength];
    long[] histogram = page % 3 == 0 ? new long[3] : null;
    return new DataPageInfo(
        100,
        100,
        Encoding.RLE_DICTIONARY,
        new PageStatistics(min, max, true, true, min == null ? 100 : 0),
        0,
        histogram,
        histogram == null ? null : new long[4]);
  }

  private static MessageType schema(int columns) {
    StringBuilder schema = new StringBuilder("message m {");
    for (int i = 0; i < columns; i++) {
      schema.append(" optional binary column").append(i).append(" (STRING);");
    }
    return MessageTypeParser.parseMessageType(schema.append(" }").toString());
  }

  private static List<LeafColumn> columns(int count) {
    return ReferencePages.columns(schema(count), CompressionCodec.UNCOMPRESSED);
  }

  /** Live bytes, once they have settled. */
  private static long heapUsed() throws InterruptedException {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
      Runtime runtime = Runtime.getRuntime();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
