package io.flinkarrow.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.util.Float16;

/**
 * Rows that a reader in another process has read, as {@code read.js} and {@code Hardwood.java21}
 * write them: numbers as {@code {"number": "1"}}, bytes as {@code {"bytes": "00ff"}}. Maps are
 * lists of entries, or objects by key, of which the last of equal keys is left. Where a {@link
 * Double} is expected, a decimal may have become a double.
 */
public final class JsonRows {

  /** What a decimal may lose as a double, as a share of itself. */
  private static final double DECIMAL_PRECISION = 1e-14;

  private JsonRows() {}

  /**
   * @throws AssertionError that names the first value that is not as expected
   */
  public static void assertHolds(Path json, List<Map<String, Object>> expected) throws IOException {
    JsonNode rows = new ObjectMapper().readTree(json.toFile());
    if (rows.size() != expected.size()) {
      throw new AssertionError("%d rows, not %d".formatted(rows.size(), expected.size()));
    }
    for (int row = 0; row < expected.size(); row++) {
      for (Map.Entry<String, Object> cell : expected.get(row).entrySet()) {
        JsonNode actual = rows.get(row).get(cell.getKey());
        if (!holds(actual, cell.getValue())) {
          throw new AssertionError(
              "row %d, column %s: expected %s but was %s"
                  .formatted(row, cell.getKey(), cell.getValue(), actual));
        }
      }
    }
  }

  private static boolean holds(JsonNode actual, Object expected) {
    boolean isNull = actual == null || actual.isNull();
    if (expected == null || isNull) {
      return expected == null && isNull;
    }
    if (expected instanceof Boolean) {
      return actual.isBoolean() && expected.equals(actual.booleanValue());
    }
    if (expected instanceof String) {
      return actual.isTextual() && expected.equals(actual.textValue());
    }
    if (expected instanceof PlainValue.Bytes bytes) {
      return bytes.hex().equals(actual.path("bytes").textValue());
    }
    if (expected instanceof PlainValue.Entry entry) {
      return holds(actual.get("key"), entry.key()) && holds(actual.get("value"), entry.value());
    }
    if (expected instanceof Map<?, ?> struct) {
      return struct.entrySet().stream()
          .allMatch(field -> holds(actual.get(field.getKey().toString()), field.getValue()));
    }
    if (expected instanceof List<?> list) {
      return actual.isArray() ? holdsAll(actual, list) : holdsLastOfEachKey(actual, list);
    }
    return actual.has("number") && isNumber(actual.get("number").textValue(), expected);
  }

  private static boolean holdsAll(JsonNode actual, List<?> expected) {
    for (int i = 0; i < expected.size(); i++) {
      if (!holds(actual.get(i), expected.get(i))) {
        return false;
      }
    }
    return actual.size() == expected.size();
  }

  private static boolean holdsLastOfEachKey(JsonNode actual, List<?> entries) {
    Map<String, Object> last = new HashMap<>();
    for (Object entry : entries) {
      PlainValue.Entry keyed = (PlainValue.Entry) entry;
      last.put(keyed.key().toString(), keyed.value());
    }
    return actual.isObject() && actual.size() == last.size() && holds(actual, last);
  }

  private static boolean isNumber(String actual, Object expected) {
    if (expected instanceof Long || expected instanceof BigInteger) {
      return expected.toString().equals(actual);
    }
    if (expected instanceof BigDecimal decimal) {
      return decimal.compareTo(new BigDecimal(actual)) == 0;
    }
    double number = Double.parseDouble(actual);
    return expected instanceof Double rounded
        ? Math.abs(rounded - number) <= Math.abs(number) * DECIMAL_PRECISION
        : Double.compare(floatingPoint(expected), number) == 0;
  }

  private static double floatingPoint(Object value) {
    if (value instanceof PlainValue.Half half) {
      return Float16.toFloat(half.bits());
    }
    return value instanceof PlainValue.Single single
        ? Float.intBitsToFloat(single.bits())
        : Double.longBitsToDouble(((PlainValue.Double64) value).bits());
  }
}
