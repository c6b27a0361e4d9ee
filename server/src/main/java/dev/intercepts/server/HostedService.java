package dev.intercepts.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the hosted service: REST API, dashboard, edge and relay in one process. */
@AutoConfigurationPackage(basePackages = "dev.intercepts.cloud")
@SpringBootApplication(scanBasePackages = {"dev.intercepts.cloud", "dev.intercepts.dashboard", "dev.intercepts.server"})
@EnableScheduling
@ConfigurationPropertiesScan({"dev.intercepts.cloud", "dev.intercepts.dashboard"})
public class HostedService {

    public static void main(String[] args) {
        SpringApplication.run(HostedService.class, args);
    }
}
