package io.flinkarrow.parquet.footer;

import static org.apache.parquet.schema.LogicalTypeAnnotation.*;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.statistics.ChunkStatistics;
import java.util.stream.Stream;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunk statistics are written as parquet-java writes them, deprecated fields included. */
class FooterStatisticsTest {

  static Stream<PrimitiveType> types() {
    return Stream.of(
        type(BOOLEAN, 0, null),
        type(INT32, 0, null),
        type(INT32, 0, dateType()),
        type(INT32, 0, timeType(true, TimeUnit.MILLIS)),
        type(INT32, 0, intType(8, true)),
        type(INT32, 0, intType(8, false)),
        type(INT32, 0, intType(32, false)),
        type(INT64, 0, null),
        type(INT64, 0, intType(64, false)),
        type(INT64, 0, timestampType(false, TimeUnit.NANOS)),
        typeOrdered(FLOAT),
        typeOrdered(DOUBLE),
        type(BINARY, 0, null),
        type(BINARY, 0, stringType()),
        type(BINARY, 0, enumType()),
        type(BINARY, 0, jsonType()),
        type(BINARY, 0, bsonType()),
        type(FIXED_LEN_BYTE_ARRAY, 3, null),
        type(FIXED_LEN_BYTE_ARRAY, 16, uuidType()));
  }

  @ParameterizedTest
  @MethodSource("types")
  void minimaAndMaximaAreInTheFieldsWhereParquetJavaPutsThem(PrimitiveType type) {
    int length =
        switch (type.getPrimitiveTypeName()) {
          case BOOLEAN -> 1;
          case INT32, FLOAT -> 4;
          case INT64, DOUBLE -> 8;
          case BINARY, INT96 -> 5;
          case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
        };
    byte[] min = new byte[length];
    byte[] max = new byte[length];
    // Not zero for floats, whose minimum parquet-java would make a negative zero.
    min[length - 1] = (byte) (length == 1 ? 0 : 1);
    max[length - 1] = (byte) (length == 1 ? 1 : 2);
    assertSameAsReference(type, min, max);
    assertSameAsReference(type, max, max);
  }

  @Test
  void aChunkOfNullsHasOnlyItsNullCount() {
    PrimitiveType type = type(INT64, 0, null);
    ChunkStatistics statistics = statistics(null, null);
    assertThat(FooterStatistics.of(type, statistics))
        .isEqualTo(new org.apache.parquet.format.Statistics().setNull_count(3));
  }

  @Test
  void typesWithoutAnOrderHaveNoMinimum() {
    PrimitiveType interval = type(FIXED_LEN_BYTE_ARRAY, 12, intervalType());
    assertThat(FooterStatistics.of(interval, statistics(new byte[12], new byte[12])))
        .isEqualTo(new org.apache.parquet.format.Statistics().setNull_count(3));
  }

  @Test
  void aTruncatedMinimumIsNotCalledExact() {
    ChunkStatistics truncated =
        new ChunkStatistics(
            new byte[] {1}, new byte[] {2}, false, true, 0, BoundaryOrder.ASCENDING, true);
    var written = FooterStatistics.of(type(BINARY, 0, null), truncated);
    assertThat(written.isIs_min_value_exact()).isFalse();
    assertThat(written.isSetIs_min_value_exact()).isTrue();
    assertThat(written.isIs_max_value_exact()).isTrue();
  }

  @Test
  void minimaAndMaximaOfFourKilobytesAreLeftOut() {
    PrimitiveType type = type(BINARY, 0, stringType());
    assertThat(
            FooterStatistics.of(type, statistics(new byte[2_000], new byte[2_095]))
                .isSetMin_value())
        .isTrue();
    assertThat(
            FooterStatistics.of(type, statistics(new byte[2_000], new byte[2_096]))
                .isSetMin_value())
        .isFalse();
  }

  private static void assertSameAsReference(PrimitiveType type, byte[] min, byte[] max) {
    Statistics<?> reference =
        Statistics.getBuilderForReading(type).withMin(min).withMax(max).withNumNulls(3).build();
    var written = FooterStatistics.of(type, statistics(min, max));
    written.unsetIs_min_value_exact();
    written.unsetIs_max_value_exact();
    var expected = ParquetMetadataConverter.toParquetStatistics(reference);
    expected.unsetNan_count();
    assertThat(written).isEqualTo(expected);
  }

  private static ChunkStatistics statistics(byte[] min, byte[] max) {
    return new ChunkStatistics(min, max, true, true, 3, BoundaryOrder.ASCENDING, true);
  }

  private static PrimitiveType type(
      PrimitiveTypeName type, int length, LogicalTypeAnnotation annotation) {
    return Types.primitive(type, Repetition.OPTIONAL).length(length).as(annotation).named("x");
  }

  private static PrimitiveType typeOrdered(PrimitiveTypeName type) {
    return Types.optional(type).columnOrder(ColumnOrder.typeDefined()).named("x");
  }
}
