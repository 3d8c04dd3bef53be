package io.flinkarrow.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.flinkarrow.parquet.codec.CompressionVariant;
import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.encoding.bytes.ByteArrayBuilder;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A trial gives the entries of a dictionary other ids, when ids of the page have been mapped from
 * those of a dictionary that values came with. Later pages become what the numbers themselves
 * become.
 *
 * <p>Only a huge row gets there: its ids are looked up before the page ends.
 */
class RenumberedDictionariesTakeNumberIdsTest {

  private static final int DISTINCT = 1500;

  /** More than are forecast, and more bytes than a page. */
  private static final int HUGE = 300_000;

  private static final TrialCodec ZSTD =
      new TrialCodec() {
        @Override
        public Set<CompressionVariant> variants() {
          return EnumSet.of(CompressionVariant.BY_LEVEL);
        }

        @Override
        public int compressedLength(CompressionVariant variant, byte[] bytes, int length) {
          return Zstd.compress(Arrays.copyOf(bytes, length), 1).length;
        }
      };

  private final Random random = new Random(1);

  static Stream<PrimitiveType> numbers() {
    return NumberIdsMakeTheSameChunkTest.numbers();
  }

  private record Encoded(List<byte[]> pages, List<Encoding> encodings, byte[] dictionary) {}

  @ParameterizedTest
  @MethodSource("numbers")
  void asTheNumbersThemselves(PrimitiveType type) {
    List<Object> pool = distinct(type);
    int[] rareFirst = IntStream.range(0, DISTINCT).map(i -> DISTINCT - 1 - i).toArray();
    List<int[]> hugeRow = List.of(rareFirst, skewed(HUGE), skewed(2_000), skewed(3_000));
    List<List<int[]>> rows = List.of(hugeRow, List.of(skewed(5_000)), List.of(skewed(5_000)));

    List<Object> shuffled = new ArrayList<>(pool);
    Collections.shuffle(shuffled, random);
    int[] places = pool.stream().mapToInt(shuffled::indexOf).toArray();
    LeafValues entries = TestValues.slice(type, shuffled);
    Encoded byIds =
        encode(
            type,
            rows,
            chosen -> {
              int[] ids = IntStream.of(chosen).map(i -> places[i]).toArray();
              return new LeafValues.NumberIds(ids, ids.length, entries);
            });
    Encoded slow =
        encode(
            type,
            rows,
            chosen -> TestValues.slice(type, IntStream.of(chosen).mapToObj(pool::get).toList()));

    assertThat(slow.encodings()).containsOnly(Encoding.RLE_DICTIONARY);
    assertThat(slow.dictionary())
        .as("the order is not that in which entries came")
        .isNotEqualTo(plain(type, IntStream.of(rareFirst).mapToObj(pool::get).toList()));
    assertThat(byIds.encodings()).isEqualTo(slow.encodings());
    assertThat(byIds.dictionary()).isEqualTo(slow.dictionary());
    assertThat(byIds.pages()).containsExactlyElementsOf(slow.pages());
  }

  private List<Object> distinct(PrimitiveType type) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < DISTINCT; i++) {
      int scattered = i * 0x2545F491;
      values.add(
          switch (type.getPrimitiveTypeName()) {
            case INT32 -> scattered;
            case INT64 -> (long) scattered << 20;
            case FLOAT -> scattered / 7f;
            case DOUBLE -> scattered / 7.0;
            case BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
                throw new IllegalArgumentException(type + " is no number");
          });
    }
    return values;
  }

  /** Places in the pool, of which the first ones are frequent. */
  private int[] skewed(int count) {
    return IntStream.generate(() -> (int) (DISTINCT * Math.pow(random.nextDouble(), 6)))
        .limit(count)
        .toArray();
  }

  private static byte[] plain(PrimitiveType type, List<Object> values) {
    ByteArrayBuilder out = new ByteArrayBuilder();
    LeafValues slice = TestValues.slice(type, values);
    if (slice instanceof LeafValues.Longs longs) {
      out.putLongsLittleEndian(longs.values(), 0, longs.count());
    } else {
      out.putIntsLittleEndian(((LeafValues.Ints) slice).values(), 0, slice.count());
    }
    return Arrays.copyOf(out.array(), out.length());
  }

  /** Encodes pages of one row each, which comes in slices. */
  private static Encoded encode(
      PrimitiveType type, List<List<int[]>> rows, Function<int[], LeafValues> slicing) {
    ValuesEncoder encoder = ValuesEncoder.of(column(type), ZSTD);
    List<byte[]> pages = new ArrayList<>();
    List<Encoding> encodings = new ArrayList<>();
    for (List<int[]> row : rows) {
      encoder.mark();
      for (int[] slice : row) {
        assertThat(encoder.append(slicing.apply(slice))).isEmpty();
      }
      ByteArrayBuilder page = new ByteArrayBuilder();
      encodings.add(encoder.sealPage(0, page).encoding());
      pages.add(Arrays.copyOf(page.array(), page.length()));
    }
    ByteArrayBuilder dictionary = new ByteArrayBuilder();
    encoder.sealDictionary(dictionary);
    return new Encoded(pages, encodings, Arrays.copyOf(dictionary.array(), dictionary.length()));
  }

  private static LeafColumn column(PrimitiveType type) {
    ColumnSettings settings =
        new ColumnSettings(
            CompressionCodec.ZSTD,
            1,
            true,
            1 << 20,
            ValueEncoding.PLAIN,
            true,
            1 << 20,
            20_000,
            StatisticsSettings.DEFAULT,
            true,
            ColumnEncryption.NONE,
            PageVersion.V1,
            false,
            null);
    return new LeafColumn(0, new ColumnDescriptor(new String[] {"numbers"}, type, 0, 1), settings);
  }
}
