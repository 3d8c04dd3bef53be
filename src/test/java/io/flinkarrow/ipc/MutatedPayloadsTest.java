package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.SampleColumns;
import io.flinkarrow.batch.SampleDictionaries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Valid payloads of every type with something changed become batches that hold together, or a
 * MalformedPayloadException, and cost no more than they may.
 */
@Timeout(1200)
class MutatedPayloadsTest {

  private static final int MUTATIONS = Boolean.getBoolean("flinkarrow.extended") ? 50_000 : 500;
  private static final int ROWS = 5;
  private static final long MOST_BYTES = 16L << 20;
  private static final DecodeLimits LIMITS =
      DecodeLimits.builder().maximumDecodedBytes(1 << 20).build();
  private static final int[] EXTREMES = {
    0, 1, -1, 2, 4, 7, 8, 16, 0x7f, 0xff, 0x7fffffff, 0x80000000, 0x7ffffff0, 1 << 20, 1 << 30
  };

  private final Random random = new Random(20260101);

  @Test
  void mutantsAreReadOrRefused() throws IOException {
    int read = 0;
    int refused = 0;
    for (byte[] payload : payloads()) {
      assertThat(new PayloadDecoder(null, LIMITS).decode(payload)).isNotEmpty();
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] mutant = mutant(payload);
        if (decodes(mutant)) {
          read++;
        } else {
          refused++;
        }
      }
    }
    assertThat(read).isGreaterThan(MUTATIONS);
    assertThat(refused).isGreaterThan(MUTATIONS);
  }

  private static boolean decodes(byte[] mutant) throws IOException {
    long before = Allocated.bytes();
    List<RecordBatch> batches;
    try {
      batches = new PayloadDecoder(null, LIMITS).decode(mutant);
    } catch (MalformedPayloadException e) {
      // What is caught in the end was not checked before it was used.
      assertThat(e.isDecoderFailure()).as(e.getMessage()).isFalse();
      return false;
    } finally {
      assertThat(Allocated.bytes() - before).isLessThan(MOST_BYTES);
    }
    for (RecordBatch batch : batches) {
      RecordBatch used = batch.slice(0, batch.rowCount());
      assertThat(used.slice(0, used.rowCount())).isEqualTo(used);
      assertThat(ArrowIpc.readStream(ArrowIpc.writeStream(batch), DecodeLimits.defaults()))
          .containsExactly(batch);
    }
    return true;
  }

  private byte[] mutant(byte[] payload) {
    byte[] mutant = payload.clone();
    for (int i = random.nextInt(3); i >= 0 && mutant.length > 0; i--) {
      mutant = changed(mutant);
    }
    return mutant;
  }

  private byte[] changed(byte[] payload) {
    int at = random.nextInt(payload.length);
    switch (random.nextInt(8)) {
      case 0 -> {
        return Arrays.copyOf(payload, at);
      }
      case 1 -> {
        int to = at + random.nextInt(Math.min(64, payload.length - at));
        return HandMade.concatenated(
            Arrays.copyOf(payload, at), Arrays.copyOfRange(payload, to, payload.length));
      }
      case 2 -> {
        int to = at + random.nextInt(payload.length - at);
        return HandMade.concatenated(
            Arrays.copyOf(payload, to), Arrays.copyOfRange(payload, at, payload.length));
      }
      case 3, 4 -> {
        int position = at & -4;
        if (position + 4 <= payload.length) {
          ByteBuffer.wrap(payload)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(position, EXTREMES[random.nextInt(EXTREMES.length)]);
        }
      }
      case 5 -> payload[at] = (byte) random.nextInt();
      default -> payload[at] ^= (byte) (1 << random.nextInt(8));
    }
    return payload;
  }

  /** A stream for each type and codec, a file, dictionaries with deltas. */
  private List<byte[]> payloads() {
    List<byte[]> payloads = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator()) {
      for (Field field : Samples.everyType().getFields()) {
        if (field.getType() instanceof ArrowType.FixedSizeBinary wide && wide.getByteWidth() > 7) {
          continue;
        }
        for (CodecType codec : CodecType.values()) {
          try (var root = Samples.randomOf(field, ROWS, random, allocator)) {
            payloads.add(ArrowJavaWriters.stream(root, new MapDictionaryProvider(), codec));
          }
        }
      }
      try (var root = SampleColumns.random(numbers(), ROWS, 0.2, random, allocator)) {
        payloads.add(
            ArrowJavaWriters.file(root, new MapDictionaryProvider(), CodecType.NO_COMPRESSION));
      }
      try (var cities = SampleDictionaries.of(List.of("Oslo", "Rom"), ROWS, allocator)) {
        payloads.add(ArrowJavaWriters.stream(cities.root(), cities.provider()));
        payloads.add(ArrowJavaWriters.file(cities.root(), cities.provider(), CodecType.ZSTD));
      }
    }
    payloads.add(DeltaDictionariesTest.grownStream());
    return payloads;
  }

  private static Schema numbers() {
    return new Schema(Samples.everyType().getFields().subList(1, 8));
  }
}
