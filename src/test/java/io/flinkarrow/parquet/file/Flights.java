package io.flinkarrow.parquet.file;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Made-up rows with the shapes that matter to a file: see the schema. */
final class Flights {

  static final MessageType SCHEMA =
      Types.buildMessage()
          .required(INT64)
          .id(1)
          .named("id")
          .optional(INT32)
          .as(intType(32, false))
          .named("distance")
          .optional(DOUBLE)
          .columnOrder(ColumnOrder.typeDefined())
          .named("delay")
          .optional(BINARY)
          .as(stringType())
          .named("carrier")
          .required(BINARY)
          .named("payload")
          .optional(FIXED_LEN_BYTE_ARRAY)
          .length(8)
          .as(decimalType(2, 18))
          .named("fare")
          .optional(INT32)
          .named("never")
          .optionalList()
          .optionalElement(INT32)
          .named("stops")
          .named("flight");

  private static final String[] CARRIERS = {"AA", "UA", "DL", "ä-airline", "WN"};

  private Flights() {}

  static List<Group> rows(int count, int firstId, long seed) {
    Random random = new Random(seed);
    List<Group> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Group row = new SimpleGroup(SCHEMA);
      row.add("id", (long) firstId + i);
      if (random.nextInt(4) > 0) {
        row.add("distance", random.nextInt());
      }
      if (random.nextInt(10) > 0) {
        row.add("delay", random.nextGaussian());
      }
      // The second hundred rows are a page of nulls when pages have a hundred rows.
      if (i / 100 != 1 && random.nextInt(5) > 0) {
        row.add("carrier", CARRIERS[random.nextInt(CARRIERS.length)]);
      }
      byte[] payload = new byte[random.nextInt(40)];
      random.nextBytes(payload);
      row.add("payload", Binary.fromConstantByteArray(payload));
      if (random.nextBoolean()) {
        row.add("fare", decimal(BigInteger.valueOf(random.nextInt(200_000) - 100_000L)));
      }
      addStops(row, random);
      rows.add(row);
    }
    return rows;
  }

  private static void addStops(Group row, Random random) {
    if (random.nextInt(4) == 0) {
      return;
    }
    Group list = row.addGroup("stops");
    int length = random.nextInt(4);
    for (int i = 0; i < length; i++) {
      Group element = list.addGroup("list");
      if (random.nextInt(3) > 0) {
        element.add("element", random.nextInt(100));
      }
    }
  }

  private static Binary decimal(BigInteger unscaled) {
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(8).putLong(unscaled.longValueExact()).array());
  }
}
