package io.flinkarrow.parquet.footer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;

class SchemaColumnsTest {

  @Test
  void areThoseOfParquetJavaIfAllNamesDiffer() {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message m {
              required int32 a;
              optional group l (LIST) { repeated group list { optional binary element (STRING); } }
              optional group s { required group t { repeated double d; } optional int64 e; }
            }
            """);
    assertThat(SchemaColumns.of(schema)).isEqualTo(schema.getColumns());
    for (int i = 0; i < schema.getColumns().size(); i++) {
      ColumnDescriptor column = SchemaColumns.of(schema).get(i);
      ColumnDescriptor expected = schema.getColumns().get(i);
      assertThat(column.getPrimitiveType()).isEqualTo(expected.getPrimitiveType());
      assertThat(column.getMaxRepetitionLevel()).isEqualTo(expected.getMaxRepetitionLevel());
      assertThat(column.getMaxDefinitionLevel()).isEqualTo(expected.getMaxDefinitionLevel());
    }
  }

  @Test
  void haveEachItsOwnTypeIfTheyHaveOneName() {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { optional group s { required int32 a; optional binary a; } }");
    List<ColumnDescriptor> columns = SchemaColumns.of(schema);
    assertThat(columns)
        .extracting(column -> column.getPrimitiveType().getPrimitiveTypeName())
        .containsExactly(PrimitiveTypeName.INT32, PrimitiveTypeName.BINARY);
    assertThat(columns).extracting(ColumnDescriptor::getMaxDefinitionLevel).containsExactly(1, 2);
  }
}
