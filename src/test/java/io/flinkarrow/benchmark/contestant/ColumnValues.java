package io.flinkarrow.benchmark.contestant;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/** One flat vector's values for parquet-java's column writer. */
final class ColumnValues {

  /** Hands one value to the column writer. */
  private interface Value {
    void write(int row, ColumnWriter writer, int definitionLevel);
  }

  private final FieldVector vector;
  private final int present;
  private final Value value;

  private ColumnValues(FieldVector vector, int present, Value value) {
    this.vector = vector;
    this.present = present;
    this.value = value;
  }

  static List<ColumnValues> of(VectorSchemaRoot batch, MessageType schema) {
    return IntStream.range(0, schema.getColumns().size())
        .mapToObj(
            i ->
                new ColumnValues(
                    batch.getVector(i),
                    schema.getColumns().get(i).getMaxDefinitionLevel(),
                    valueOf(batch.getVector(i), schema.getColumns().get(i).getPrimitiveType())))
        .toList();
  }

  void write(int from, int count, ColumnWriter writer) {
    for (int row = from; row < from + count; row++) {
      if (vector.isNull(row)) {
        writer.writeNull(0, 0);
      } else {
        value.write(row, writer, present);
      }
    }
  }

  private static Value valueOf(FieldVector vector, PrimitiveType type) {
    if (vector instanceof SmallIntVector shorts) {
      return (row, writer, level) -> writer.write((int) shorts.get(row), 0, level);
    }
    if (vector instanceof IntVector ints) {
      return (row, writer, level) -> writer.write(ints.get(row), 0, level);
    }
    if (vector instanceof DateDayVector days) {
      return (row, writer, level) -> writer.write(days.get(row), 0, level);
    }
    if (vector instanceof BigIntVector longs) {
      return (row, writer, level) -> writer.write(longs.get(row), 0, level);
    }
    if (vector instanceof TimeStampMicroVector times) {
      return (row, writer, level) -> writer.write(times.get(row), 0, level);
    }
    if (vector instanceof Float4Vector floats) {
      return (row, writer, level) -> writer.write(floats.get(row), 0, level);
    }
    if (vector instanceof Float8Vector doubles) {
      return (row, writer, level) -> writer.write(doubles.get(row), 0, level);
    }
    if (vector instanceof BitVector bits) {
      return (row, writer, level) -> writer.write(bits.get(row) != 0, 0, level);
    }
    if (vector instanceof VarCharVector texts) {
      return (row, writer, level) ->
          writer.write(Binary.fromConstantByteArray(texts.get(row)), 0, level);
    }
    if (vector instanceof FixedSizeBinaryVector binaries) {
      return (row, writer, level) ->
          writer.write(Binary.fromConstantByteArray(binaries.get(row)), 0, level);
    }
    if (vector instanceof DecimalVector decimals) {
      return decimal(decimals.getDataBuffer(), type);
    }
    throw new IllegalArgumentException(
        "Column '%s' has vectors of type %s, which parquet-java's column writers are not fed with: only flat data sets are for this contestant"
            .formatted(vector.getName(), vector.getField().getType()));
  }

  private static Value decimal(ArrowBuf unscaled, PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 ->
          (row, writer, level) ->
              writer.write(unscaled.getInt((long) row * DecimalVector.TYPE_WIDTH), 0, level);
      case INT64 ->
          (row, writer, level) ->
              writer.write(unscaled.getLong((long) row * DecimalVector.TYPE_WIDTH), 0, level);
      case FIXED_LEN_BYTE_ARRAY ->
          (row, writer, level) ->
              writer.write(bigEndian(unscaled, row, type.getTypeLength()), 0, level);
      case BINARY, INT96, BOOLEAN, FLOAT, DOUBLE ->
          throw new IllegalArgumentException("No decimal is written as " + type);
    };
  }

  private static Binary bigEndian(ArrowBuf unscaled, int row, int length) {
    byte[] bytes = new byte[length];
    long start = (long) row * DecimalVector.TYPE_WIDTH;
    for (int i = 0; i < length; i++) {
      bytes[i] = unscaled.getByte(start + length - 1 - i);
    }
    return Binary.fromConstantByteArray(bytes);
  }
}
