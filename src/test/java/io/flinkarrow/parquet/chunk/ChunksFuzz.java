package io.flinkarrow.parquet.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.flinkarrow.parquet.decoding.EncodedPages;
import io.flinkarrow.parquet.decoding.EncodedPages.Form;
import io.flinkarrow.refusal.TooLargeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a page of any type and encoding, with or without levels: a target of the fuzzer,
 * which goes on from the seeds by itself. No part of the build, which has {@link
 * ChangedPagesGiveTheirRowsOrAReasonTest}: see docs/contributing.md.
 */
class ChunksFuzz {

  private static final List<Form> FORMS = EncodedPages.forms();
  private static final int WIDTH = 5;
  private static final int ROW_BYTES = 1 << 20;
  private static final long MOST_ALLOCATED = 32L << 20;

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "3m")
  void pages(byte[] page) throws IOException {
    holds(page);
  }

  /**
   * All rows, or an exception that says why not, in little memory.
   *
   * @param page a byte for the form, one for the levels, two for the entries, two for the length of
   *     each kind of levels and of the dictionary; then these parts, and the values
   */
  static void holds(byte[] page) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(page);
    if (in.remaining() < 10) {
      return;
    }
    Form form = FORMS.get((in.get() & 0xff) % FORMS.size());
    int levels = in.get() & 0xff;
    int entries = in.getShort() & 0xffff;
    int[] lengths = {in.getShort(), in.getShort(), in.getShort()};
    int width = form.type() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY ? WIDTH : 0;
    HandMadePages pages = new HandMadePages(form.type(), width, levels & 3, levels >>> 2 & 7);
    byte[] dictionary = part(in, lengths[0]);
    byte[] repetition = part(in, lengths[1]);
    byte[] definition = part(in, lengths[2]);
    pages.page(entries, repetition, definition, form.encoding(), part(in, Integer.MAX_VALUE));
    if (form.type() != PrimitiveTypeName.BOOLEAN) {
      pages.dictionary(levels >>> 5, dictionary);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      RowAllowance allowance = new RowAllowance(ROW_BYTES);
      ColumnChunkReader<?> reader = pages.reader(entries, allowance);
      reader.select(0, entries / 3);
      reader.select(entries / 2, entries);
      for (int held = 1; held > 0; ) {
        allowance.nextBatch();
        held = reader.fill(1000, 10_000);
        reader.slice(held);
      }
    } catch (IOException | TooLargeException expected) {
      assertThat(expected.getMessage()).isNotEmpty();
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED);
  }

  private static byte[] part(ByteBuffer in, int length) {
    byte[] part = new byte[Math.min(in.remaining(), Math.max(0, length))];
    in.get(part);
    return part;
  }

  /** A page of each form, flat and required. */
  static Stream<byte[]> seeds() {
    return IntStream.range(0, FORMS.size())
        .mapToObj(
            form -> {
              List<Object> values =
                  EncodedPages.values(FORMS.get(form).type(), 7, new Random(form));
              EncodedPages encoded = EncodedPages.of(FORMS.get(form), List.of(values));
              byte[] dictionary = encoded.dictionary() == null ? new byte[0] : encoded.dictionary();
              byte[] page = encoded.pages().get(0);
              int entries = (int) values.stream().distinct().count();
              return ByteBuffer.allocate(10 + dictionary.length + page.length)
                  .put((byte) form)
                  .put((byte) (entries << 5))
                  .putShort((short) values.size())
                  .putShort((short) dictionary.length)
                  .putInt(0)
                  .put(dictionary)
                  .put(page)
                  .array();
            });
  }
}
