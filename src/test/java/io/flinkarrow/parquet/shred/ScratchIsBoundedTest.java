package io.flinkarrow.parquet.shred;

import static io.flinkarrow.parquet.shred.HandMade.ints;
import static io.flinkarrow.parquet.shred.HandMade.none;
import static io.flinkarrow.parquet.shred.HandMade.nullable;
import static io.flinkarrow.parquet.shred.HandMade.shredder;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.shred.values.ShredScratch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a thread shreds with does not depend on what a row holds. */
class ScratchIsBoundedTest {

  private static final int ELEMENTS = 3_000_000;
  private static final long MOST_BYTES = 1200 << 10;
  private static final ArrowType LIST = new ArrowType.List();

  static Stream<Arguments> elements() {
    int[] offsets = new int[ELEMENTS + 1];
    Arrays.setAll(offsets, i -> 7 * i);
    return Stream.of(
        Arguments.of(new ArrowType.Bool(), List.of(zeros(ELEMENTS / 8))),
        Arguments.of(new ArrowType.Int(8, true), List.of(zeros(ELEMENTS))),
        Arguments.of(new ArrowType.Int(64, true), List.of(zeros(8 * ELEMENTS))),
        Arguments.of(new ArrowType.Decimal(50, 2, 256), List.of(zeros(32 * ELEMENTS))),
        Arguments.of(new ArrowType.FixedSizeBinary(100), List.of(zeros(100 * ELEMENTS / 8))),
        Arguments.of(new ArrowType.Utf8(), List.of(ints(offsets), zeros(7 * ELEMENTS))));
  }

  private static ByteBuffer zeros(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @ParameterizedTest
  @MethodSource("elements")
  void byTheElementsOfOneList(ArrowType type, List<ByteBuffer> data) throws Exception {
    int elements = type instanceof ArrowType.FixedSizeBinary ? ELEMENTS / 8 : ELEMENTS;
    Field list = nullable("l", LIST, nullable("e", type));
    HandMade batch = new HandMade(1).node(1, 0, none(), ints(0, elements));
    ByteBuffer[] buffers =
        Stream.concat(Stream.of(validity(elements)), data.stream()).toArray(ByteBuffer[]::new);
    batch.node(elements, 0, buffers);
    assertThat(scratchOf(list, batch, elements)).isLessThan(MOST_BYTES);
  }

  /** Every third element is null, so that no level is left out. */
  private static ByteBuffer validity(int elements) {
    ByteBuffer bits = zeros((elements + 7) / 8);
    for (int i = 0; i < bits.limit(); i++) {
      bits.put(i, (byte) 0b11011011);
    }
    return bits;
  }

  @Test
  void byAListInAListThatIsNotTheFirst() throws Exception {
    Field list =
        nullable("l", LIST, nullable("m", LIST, nullable("e", new ArrowType.Int(32, true))));
    HandMade batch =
        new HandMade(2)
            .node(2, 0, none(), ints(0, 1, 5))
            .node(5, 0, none(), ints(0, 3, 4, 4, ELEMENTS - 1, ELEMENTS))
            .node(ELEMENTS, 0, validity(ELEMENTS), zeros(4 * ELEMENTS));
    assertThat(scratchOf(list, batch, ELEMENTS + 1)).isLessThan(MOST_BYTES);
  }

  @Test
  void byRowsWithoutAList() throws Exception {
    HandMade batch =
        new HandMade(ELEMENTS).node(ELEMENTS, 0, validity(ELEMENTS), zeros(8 * ELEMENTS));
    Field field = nullable("a", new ArrowType.Int(64, true));
    assertThat(scratchOf(field, batch, ELEMENTS)).isLessThan(MOST_BYTES);
  }

  private static long scratchOf(Field field, HandMade batch, int entries) throws Exception {
    return inOwnThread(
        () -> {
          BatchShredder shredder = shredder(field);
          shredder.bind(batch.batch());
          LeafSlices slices = shredder.leaf(0).slices(0, batch.batch().rowCount());
          int seen = 0;
          for (LeafSlice slice = slices.next(); slice != null; slice = slices.next()) {
            seen += slice.levels().count();
          }
          assertThat(seen).isEqualTo(entries);
          return ShredScratch.ofThread().retainedBytes();
        });
  }

  private static long inOwnThread(Callable<Long> work) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      return thread.submit(work).get();
    } finally {
      thread.shutdown();
    }
  }
}
