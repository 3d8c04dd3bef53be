package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.testing.LiveObjects;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once a file is finished, closed or failed, neither its writer nor the thread holds its data. */
class DoneWritersHoldNothingTest {

  private static final long MEBIBYTE = 1 << 20;

  /** What docs/how-to/memory-and-row-groups.md says of a thread's heap. */
  private static final long MOST_OF_A_THREAD = 12 * MEBIBYTE;

  private static final DictionaryEncoding ENCODING =
      new DictionaryEncoding(1, false, new ArrowType.Int(32, true));

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void closeAllocator() {
    allocator.close();
  }

  /** A writer that was given a dictionary of 8 MiB and has written a row group. */
  private ArrowParquetWriter withLargeDictionary() throws IOException {
    ArrowParquetWriter writer = withLargeDictionary(OutputStream.nullOutputStream());
    writer.flushRowGroup();
    return writer;
  }

  private ArrowParquetWriter withLargeDictionary(OutputStream out) throws IOException {
    Field field = new Field("d", new FieldType(true, ENCODING.getIndexType(), ENCODING), null);
    try (VarCharVector texts = new VarCharVector("texts", allocator);
        IntVector indexes = (IntVector) field.createVector(allocator)) {
      for (int entry = 0; entry < 8; entry++) {
        texts.setSafe(entry, (entry + "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8));
      }
      texts.setValueCount(8);
      indexes.setSafe(0, 3);
      indexes.setValueCount(1);
      MapDictionaryProvider provider = new MapDictionaryProvider(new Dictionary(texts, ENCODING));
      VectorSchemaRoot root = new VectorSchemaRoot(List.of(indexes));
      ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, root.getSchema(), provider, WriterOptions.builder().build());
      writer.write(root);
      assertThat(writer.retainedBytes()).as("the test needs it").isGreaterThan(8 * MEBIBYTE);
      return writer;
    }
  }

  private static void assertHoldsNothing(ArrowParquetWriter writer, long heapBefore) {
    assertThat(writer.retainedBytes()).isLessThan(2_000);
    assertThat(LiveObjects.bytes() - heapBefore).isLessThan(MEBIBYTE);
    Reference.reachabilityFence(writer);
  }

  @Test
  void afterFinishCloseOrFailure() throws IOException {
    withLargeDictionary().close();
    long before = LiveObjects.bytes();
    ArrowParquetWriter finished = withLargeDictionary();
    finished.finish();
    assertHoldsNothing(finished, before);
    assertThat(finished.rowGroupsWritten()).isEqualTo(1);
    ArrowParquetWriter closed = withLargeDictionary();
    closed.close();
    assertHoldsNothing(closed, before);
    OutputStream broken = OutputStream.nullOutputStream();
    broken.close();
    ArrowParquetWriter failed = withLargeDictionary(broken);
    assertThatThrownBy(failed::flushRowGroup).isInstanceOf(IOException.class);
    assertHoldsNothing(failed, before);
  }

  @Test
  void theThreadForgetsTheWriter() throws Exception {
    WeakReference<ArrowParquetWriter> dropped = new WeakReference<>(withLargeDictionary());
    WeakReference<?> node = new WeakReference<>(shredderOf(dropped.get()));
    LiveObjects.bytes();
    assertThat(dropped.refersTo(null)).isTrue();
    assertThat(node.refersTo(null)).as("its shredder's leaf").isTrue();
  }

  /** The thread's scratch reaches no further up than to the fields that are shredded. */
  private static Object shredderOf(ArrowParquetWriter writer) throws ReflectiveOperationException {
    Object shredder = field(field(writer, "filePlan"), "idleShredder");
    return ((List<?>) field(shredder, "fields")).get(0);
  }

  private static Object field(Object owner, String name) throws ReflectiveOperationException {
    var field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void theThreadKeepsBuffersOfBoundedSize(CompressionCodec codec) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      thread.submit(() -> writeGiantRows(codec, 10)).get();
      long before = LiveObjects.bytes();
      thread.submit(() -> writeGiantRows(codec, 48 << 20)).get();
      assertThat(LiveObjects.bytes() - before).isLessThan(MOST_OF_A_THREAD);
    } finally {
      thread.shutdown();
    }
  }

  private Void writeGiantRows(CompressionCodec codec, int bytes) throws IOException {
    WriterOptions options = WriterOptions.builder().codec(codec).build();
    try (VarCharVector texts = new VarCharVector("text", allocator)) {
      for (int row = 0; row < 3; row++) {
        texts.setSafe(row, new byte[bytes >>> (4 * row)]);
      }
      texts.setValueCount(3);
      VectorSchemaRoot root = new VectorSchemaRoot(List.of(texts));
      try (ArrowParquetWriter writer =
          ArrowParquetWriter.open(OutputStream.nullOutputStream(), root.getSchema(), options)) {
        writer.write(root);
        writer.finish();
      }
    }
    return null;
  }
}
