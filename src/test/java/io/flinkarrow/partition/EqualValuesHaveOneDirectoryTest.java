package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.junit.jupiter.api.Test;

/**
 * The directory depends on the value that a file would hold, not on the object that the value came
 * in, nor on which of equal values came first.
 */
class EqualValuesHaveOneDirectoryTest {

  private static final PartitionByColumns TOWN = PartitionByColumns.of("town");
  private static final RowType TOWNS =
      RowType.of(
          new LogicalType[] {new VarCharType(VarCharType.MAX_LENGTH), new DecimalType(6, 2)},
          new String[] {"town", "price"});
  private static final PartitionByColumns PRICE = PartitionByColumns.of("price");

  /** UTF-8 has no bytes for half a surrogate pair: Java and Flink write a question mark. */
  @Test
  void ofStringsThatHaveNoBytesYet() {
    StringData half = StringData.fromString("a\uD800");
    StringData other = StringData.fromString("a\uDFFF");
    BinaryStringData bytes = BinaryStringData.fromString("a\uD800");
    bytes.ensureMaterialized();
    StringData mark = StringData.fromString("a?");
    List<StringData> strings = List.of(half, other, bytes, mark);
    for (StringData first : strings) {
      RowPartitioner partitioner = RowPartitioner.of(TOWNS, TOWN);
      assertThat(partitioner.directoryOf(town(first))).isEqualTo("town=a%3F");
      for (StringData next : strings) {
        assertThat(partitioner.directoryOf(town(next))).isEqualTo("town=a%3F");
      }
    }
    assertThat(batchDirectory(TOWN)).isEqualTo("town=a%3F");
  }

  @Test
  void ofDecimalsOfAnotherScale() {
    DecimalData exact = decimal("1.00", 6, 2);
    DecimalData shorter = decimal("1.0", 6, 1);
    DecimalData longer = decimal("1.000", 6, 3);
    List<DecimalData> decimals = List.of(exact, shorter, longer);
    for (DecimalData first : decimals) {
      RowPartitioner partitioner = RowPartitioner.of(TOWNS, PRICE);
      assertThat(partitioner.directoryOf(price(first))).isEqualTo("price=1.00");
      for (DecimalData next : decimals) {
        assertThat(partitioner.directoryOf(price(next))).isEqualTo("price=1.00");
      }
    }
    assertThat(batchDirectory(PRICE)).isEqualTo("price=1.00");
  }

  @Test
  void butNotOfDecimalsWithMoreDigitsThanTheTypeHas() {
    RowPartitioner partitioner = RowPartitioner.of(TOWNS, PRICE);
    RowData row = price(decimal("1.005", 6, 3));
    assertThatThrownBy(() -> partitioner.directoryOf(row))
        .isInstanceOf(PartitionException.class)
        .hasMessage(
            "Column 'price' has in a row a decimal of 3 digits behind the point, but its type has 2; cast it to the type");
  }

  private static RowData town(StringData town) {
    // Each row has a string of its own: comparing strings gives them bytes.
    BinaryStringData string = (BinaryStringData) town;
    return GenericRowData.of(
        string.getBinarySection() == null
            ? StringData.fromString(string.getJavaObject())
            : StringData.fromBytes(string.toBytes()),
        null);
  }

  private static RowData price(DecimalData price) {
    return GenericRowData.of(null, price);
  }

  private static DecimalData decimal(String value, int precision, int scale) {
    return DecimalData.fromBigDecimal(new BigDecimal(value), precision, scale);
  }

  private static String batchDirectory(PartitionByColumns partitions) {
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("town", new ArrowType.Utf8()),
                Field.nullable("price", new ArrowType.Decimal(6, 2, 128))));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      ((VarCharVector) root.getVector(0)).setSafe(0, "a?".getBytes(StandardCharsets.UTF_8));
      ((DecimalVector) root.getVector(1)).setSafe(0, new BigDecimal("1.00"));
      root.setRowCount(1);
      return BatchPartitioner.of(schema, partitions).directoryOf(RecordBatch.copyOf(root));
    }
  }
}
