package hello;

import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** One address, one topic that it listens to, a database that it migrates, a Redis that it could ask. */
@SpringBootApplication
@RestController
public class Hello {
    public static void main(String[] args) {
        SpringApplication.run(Hello.class, args);
    }

    @GetMapping("/hello")
    public String hello() {
        return "hello";
    }

    @KafkaListener(topics = "upload.events", groupId = "hello")
    public void heard(String event) {}

    @Bean(destroyMethod = "shutdown")
    public RedissonClient redis(@Value("${redis.url}") String url, @Value("${redis.password}") String password) {
        Config config = new Config().setLazyInitialization(true).setThreads(4).setNettyThreads(4);
        config.useSingleServer().setAddress(url);
        config.setPassword(password);
        return Redisson.create(config);
    }
}
