package dev.matinee.analysis;

import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/** Under their names in the full distribution, the filters of Lucene that it makes {@code asciifolding} and {@code stemmer} of. */
public final class MoreAnalysis extends Plugin implements AnalysisPlugin {
    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
                "asciifolding",
                (index, environment, name, settings) -> new Folding(name, settings),
                "stemmer",
                AnalysisPlugin.requiresAnalysisSettings(
                        (index, environment, name, settings) -> new Stemmer(name, settings)));
    }

    private static final class Folding extends AbstractTokenFilterFactory implements NormalizingTokenFilterFactory {
        Folding(String name, Settings settings) {
            super(name, settings);
        }

        @Override
        public TokenStream create(TokenStream words) {
            return new ASCIIFoldingFilter(words);
        }
    }

    private static final class Stemmer extends AbstractTokenFilterFactory {
        private final String language;

        Stemmer(String name, Settings settings) {
            super(name, settings);
            language = settings.get("language", "english");
        }

        @Override
        public TokenStream create(TokenStream words) {
            return switch (language) {
                case "english" -> new PorterStemFilter(words);
                case "possessive_english" -> new EnglishPossessiveFilter(words);
                default -> throw new IllegalArgumentException("there is no stemmer of " + language + " here");
            };
        }
    }
}
