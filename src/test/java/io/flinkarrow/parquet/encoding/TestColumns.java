package io.flinkarrow.parquet.encoding;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;
import static org.apache.parquet.schema.Types.optional;

import io.flinkarrow.parquet.column.ColumnSettings;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.options.ColumnEncryption;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.PrimitiveType;

/** Columns for tests: one type of every physical type and order. */
final class TestColumns {

  static final PrimitiveType STRING = optional(BINARY).as(stringType()).named("string");
  static final PrimitiveType FIXED = optional(FIXED_LEN_BYTE_ARRAY).length(5).named("fixed");

  private TestColumns() {}

  static List<PrimitiveType> types() {
    return List.of(
        optional(BOOLEAN).named("boolean"),
        optional(INT32).named("int32"),
        optional(INT32).as(intType(32, false)).named("uint32"),
        optional(INT64).named("int64"),
        optional(INT64).as(intType(64, false)).named("uint64"),
        optional(FLOAT).columnOrder(ColumnOrder.typeDefined()).named("float"),
        optional(DOUBLE).columnOrder(ColumnOrder.typeDefined()).named("double"),
        STRING,
        optional(BINARY).named("binary"),
        optional(BINARY).as(decimalType(2, 30)).named("decimal"),
        FIXED,
        optional(FIXED_LEN_BYTE_ARRAY).length(16).as(uuidType()).named("uuid"),
        optional(FIXED_LEN_BYTE_ARRAY).length(2).as(float16Type()).named("float16"),
        optional(FIXED_LEN_BYTE_ARRAY).length(11).as(decimalType(3, 20)).named("fixedDecimal"),
        optional(INT96).named("int96"));
  }

  static LeafColumn column(PrimitiveType type, int dictionaryBytes) {
    return column(type, dictionaryBytes, ValueEncoding.PLAIN);
  }

  static LeafColumn column(PrimitiveType type, int dictionaryBytes, ValueEncoding encoding) {
    ColumnSettings settings =
        new ColumnSettings(
            CompressionCodec.UNCOMPRESSED,
            0,
            dictionaryBytes > 0,
            dictionaryBytes,
            encoding,
            false,
            1 << 20,
            20_000,
            StatisticsSettings.DEFAULT,
            true,
            ColumnEncryption.NONE,
            PageVersion.V1,
            false,
            null);
    ColumnDescriptor descriptor =
        new ColumnDescriptor(new String[] {"outer", type.getName()}, type, 0, 1);
    return new LeafColumn(0, descriptor, settings);
  }
}
