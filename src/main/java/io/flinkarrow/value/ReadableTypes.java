package io.flinkarrow.value;

import java.util.List;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DistinctType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/** Which of Flink's types can be read at all, from files and payloads alike. */
public final class ReadableTypes {

  private ReadableTypes() {}

  /**
   * Looks at all fields of a row, at any depth.
   *
   * @param format what they are to be read from, for messages
   * @throws UnsupportedOperationException if nothing is read as the type of one of them, with its
   *     path
   */
  public static void check(RowType row, String format) {
    checkFields("", row, format);
  }

  private static void checkFields(String prefix, LogicalType type, String format) {
    List<String> names = LogicalTypeChecks.getFieldNames(type);
    List<LogicalType> types = LogicalTypeChecks.getFieldTypes(type);
    for (int i = 0; i < names.size(); i++) {
      check(prefix + names.get(i), types.get(i), format);
    }
  }

  private static void check(String path, LogicalType type, String format) {
    switch (type.getTypeRoot()) {
      case ROW, STRUCTURED_TYPE -> checkFields(path + ".", type, format);
      case ARRAY -> check(path + ".element", ((ArrayType) type).getElementType(), format);
      case MULTISET -> check(path + ".key", ((MultisetType) type).getElementType(), format);
      case MAP -> {
        check(path + ".key", ((MapType) type).getKeyType(), format);
        check(path + ".value", ((MapType) type).getValueType(), format);
      }
      case DISTINCT_TYPE -> check(path, ((DistinctType) type).getSourceType(), format);
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
      // Types of no stored value, and what newer releases of Flink have.
      default ->
          throw new UnsupportedOperationException(
              "Column '%s' has the type %s, which cannot be read from %s: leave it out or give it another type"
                  .formatted(path, type.asSummaryString(), format));
    }
  }
}
