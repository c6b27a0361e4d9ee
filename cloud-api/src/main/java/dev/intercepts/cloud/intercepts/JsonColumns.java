package dev.intercepts.cloud.intercepts;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Lists and maps that are only ever read whole stand in their column as JSON. */
final class JsonColumns {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonColumns() {}

    @Converter
    static class Lines implements AttributeConverter<List<String>, String> {

        @Override
        public String convertToDatabaseColumn(List<String> lines) {
            return JSON.writeValueAsString(lines);
        }

        @Override
        public List<String> convertToEntityAttribute(String column) {
            return JSON.readValue(column, new TypeReference<List<String>>() {});
        }
    }

    @Converter
    static class Headers implements AttributeConverter<Map<String, String>, String> {

        @Override
        public String convertToDatabaseColumn(Map<String, String> headers) {
            return JSON.writeValueAsString(headers);
        }

        @Override
        public Map<String, String> convertToEntityAttribute(String column) {
            return JSON.readValue(column, new TypeReference<Map<String, String>>() {});
        }
    }
}
