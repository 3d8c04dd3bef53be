package io.flinkarrow.read;

import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Which of Flink's types there are Parquet types for. */
final class ReadableTypes {

  private ReadableTypes() {}

  /**
   * Looks at all fields of a row, at any depth.
   *
   * @throws UnsupportedOperationException if there is no Parquet type for one of them, with its
   *     path
   */
  static void check(RowType row) {
    checkFields("", row);
  }

  private static void checkFields(String prefix, LogicalType type) {
    List<String> names = LogicalTypeChecks.getFieldNames(type);
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(type);
    for (int i = 0; i < names.size(); i++) {
      check(prefix + names.get(i), types.get(i));
    }
  }

  private static void check(String path, LogicalType type) {
    switch (type.getTypeRoot()) {
      case ROW, STRUCTURED_TYPE -> checkFields(path + ".", type);
      case ARRAY -> check(path + ".element", ((ArrayType) type).getElementType());
      case MULTISET -> check(path + ".key", ((MultisetType) type).getElementType());
      case MAP -> {
        check(path + ".key", ((MapType) type).getKeyType());
        check(path + ".value", ((MapType) type).getValueType());
      }
      case DISTINCT_TYPE -> check(path, ((DistinctType) type).getSourceType());
      case TIMESTAMP_WITH_TIME_ZONE, NULL, RAW, SYMBOL, UNRESOLVED, DESCRIPTOR, BITMAP ->
          throw new UnsupportedOperationException(
              "Column '%s' has the type %s, which cannot be read from Parquet: leave it out or give it another type"
                  .formatted(path, type.asSummaryString()));
      case CHAR,
          VARCHAR,
          BOOLEAN,
          BINARY,
          VARBINARY,
          DECIMAL,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          FLOAT,
          DOUBLE,
          DATE,
          TIME_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITHOUT_TIME_ZONE,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE,
          INTERVAL_YEAR_MONTH,
          INTERVAL_DAY_TIME,
          VARIANT -> {}
    }
  }
}
