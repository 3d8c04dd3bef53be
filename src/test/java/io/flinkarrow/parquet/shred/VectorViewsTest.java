package io.flinkarrow.parquet.shred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.testing.RandomBatches;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Vectors seen as nodes and buffers: the same as in a message but for counts of nulls, which the
 * bitmaps tell; and the vectors stay as they were.
 */
class VectorViewsTest {

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  @Test
  void nodesAndBuffersAreThoseOfAMessage() {
    for (int seed = 0; seed < 30; seed++) {
      try (RandomBatches batches = new RandomBatches(seed, allocator)) {
        Schema schema = batches.schemas().schema(3, seed % 4);
        try (VectorSchemaRoot root = batches.batch(schema, 1 + seed * 3)) {
          BatchBuffers view = BatchBuffers.of(root, batches.dictionaries());
          try (ArrowRecordBatch message = new VectorUnloader(root).getRecordBatch()) {
            assertThat(view.rowCount()).isEqualTo(message.getLength());
            List<ArrowFieldNode> nodes = message.getNodes();
            assertThat(view.nodeLengths()).hasSize(nodes.size());
            for (int i = 0; i < nodes.size(); i++) {
              assertThat(view.nodeLengths()[i]).isEqualTo(nodes.get(i).getLength());
              assertThat(view.nullCounts()[i]).isEqualTo(BatchBuffers.UNCOUNTED);
            }
            assertThat(view.buffers()).hasSize(message.getBuffers().size());
            for (int i = 0; i < view.buffers().length; i++) {
              assertSameBytes(view.buffers()[i], message.getBuffers().get(i));
            }
          }
        }
      }
    }
  }

  /** The message's buffer may be longer: vectors round up. */
  private static void assertSameBytes(ByteBuffer view, ArrowBuf buffer) {
    assertThat(buffer.capacity()).isGreaterThanOrEqualTo(view.limit());
    if (view.limit() > 0) {
      assertThat(view).isEqualTo(buffer.nioBuffer(0, view.limit()));
    }
  }

  @Test
  void viewingChangesNothingOfTheVectors() {
    for (int seed = 100; seed < 120; seed++) {
      try (RandomBatches batches = new RandomBatches(seed, allocator)) {
        Schema schema = batches.schemas().schema(3, seed % 4);
        try (VectorSchemaRoot root = batches.batch(schema, 70)) {
          List<ArrowBuf> buffers = new ArrayList<>();
          for (FieldVector vector : root.getFieldVectors()) {
            buffers.addAll(List.of(vector.getBuffers(false)));
          }
          List<String> before = describe(buffers);
          BatchBuffers.of(root, batches.dictionaries());
          assertThat(describe(buffers)).isEqualTo(before);
        }
      }
    }
  }

  private static List<String> describe(List<ArrowBuf> buffers) {
    List<String> all = new ArrayList<>();
    for (ArrowBuf buffer : buffers) {
      byte[] content = new byte[(int) buffer.capacity()];
      buffer.getBytes(0, content);
      all.add(
          "%d %d %d %s"
              .formatted(
                  buffer.readerIndex(),
                  buffer.writerIndex(),
                  buffer.refCnt(),
                  new String(content, StandardCharsets.ISO_8859_1)));
    }
    return all;
  }

  @Test
  void freshAndEmptyVectorsHaveEmptyBuffers() {
    try (VarCharVector strings = new VarCharVector("s", allocator)) {
      BatchBuffers view = BatchBuffers.of(VectorSchemaRoot.of(strings), null);
      assertThat(view.nodeLengths()).containsExactly(0);
      assertThat(view.buffers()).hasSize(3).allMatch(buffer -> buffer.limit() == 0);
    }
  }

  @Test
  void vectorsOfLayoutsThatCannotBeWrittenAreRefused() {
    try (DenseUnionVector dense = DenseUnionVector.empty("u", allocator);
        UnionVector sparse = UnionVector.empty("u", allocator)) {
      for (FieldVector union : List.of(dense, sparse)) {
        assertThatThrownBy(() -> BatchBuffers.of(VectorSchemaRoot.of(union), null))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessage(
                "Field u is held by a %s of type %s, which cannot be written to Parquet",
                union.getClass().getSimpleName(), union.getField().getType());
      }
    }
  }

  @Test
  void aMissingDictionaryIsRefused() {
    try (IntVector indexes = indexes()) {
      for (MapDictionaryProvider provider :
          new MapDictionaryProvider[] {null, new MapDictionaryProvider()}) {
        assertThatThrownBy(() -> BatchBuffers.of(VectorSchemaRoot.of(indexes), provider))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "Field d is dictionary-encoded with id 3 but %s; pass a DictionaryProvider that has it",
                provider == null
                    ? "no dictionaries were given"
                    : "the dictionaries given have the ids []");
      }
    }
  }

  private IntVector indexes() {
    ArrowType type = new ArrowType.Int(32, true);
    return new IntVector(
        "d", new FieldType(true, type, new DictionaryEncoding(3, false, null)), allocator);
  }
}
