package io.flinkarrow.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.RowType;

/** The reports of bird strikes in a CSV file as messages: each a JSON object with one report. */
final class BirdStrikeMessages {

  /** What a job makes of a message. */
  static final RowType TYPE =
      (RowType)
          DataTypes.ROW(
                  DataTypes.FIELD("airport", DataTypes.STRING()),
                  DataTypes.FIELD("aircraft", DataTypes.STRING()),
                  DataTypes.FIELD("damage", DataTypes.STRING()),
                  DataTypes.FIELD("flight_date", DataTypes.DATE().notNull()),
                  DataTypes.FIELD("operator", DataTypes.STRING()),
                  DataTypes.FIELD("origin_state", DataTypes.STRING()),
                  DataTypes.FIELD("flight_phase", DataTypes.STRING()),
                  DataTypes.FIELD(
                      "wildlife",
                      DataTypes.ROW(
                          DataTypes.FIELD("size", DataTypes.STRING()),
                          DataTypes.FIELD("species", DataTypes.STRING()))),
                  DataTypes.FIELD("time_of_day", DataTypes.STRING()),
                  DataTypes.FIELD("cost_other", DataTypes.DECIMAL(12, 2)),
                  DataTypes.FIELD("cost_repair", DataTypes.DECIMAL(12, 2)),
                  DataTypes.FIELD("cost_total", DataTypes.DECIMAL(12, 2)),
                  DataTypes.FIELD("speed_knots", DataTypes.SMALLINT()))
              .notNull()
              .getLogicalType();

  private static final ObjectMapper JSON = new ObjectMapper();

  private BirdStrikeMessages() {}

  /** The file has no quotes, so a comma always separates. */
  static List<Message> read(Path csv) throws IOException {
    List<Message> messages = new ArrayList<>();
    List<String> lines = Files.readAllLines(csv);
    for (String line : lines.subList(1, lines.size())) {
      messages.add(new Message(JSON.writeValueAsBytes(report(line.split(",", -1))), 1));
    }
    return messages;
  }

  private static ObjectNode report(String[] cells) {
    ObjectNode report = JSON.createObjectNode();
    report.put("airport", cells[0]);
    report.put("aircraft", cells[1]);
    report.put("damage", cells[2]);
    report.put("flight_date", cells[3]);
    report.put("operator", cells[4]);
    report.put("origin_state", cells[5]);
    report.put("flight_phase", cells[6]);
    report.putObject("wildlife").put("size", cells[7]).put("species", cells[8]);
    report.put("time_of_day", cells[9]);
    report.put("cost_other", number(cells[10]));
    report.put("cost_repair", number(cells[11]));
    report.put("cost_total", number(cells[12]));
    report.put("speed_knots", number(cells[13]));
    return report;
  }

  /** Null for an empty text. */
  private static Integer number(String cell) {
    return cell.isEmpty() ? null : Integer.valueOf(cell);
  }
}
