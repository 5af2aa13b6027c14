package dev.matinee.notify;

/** The language of a member: what they chose here, else what their account says, else English. */
final class MemberWords {
    private final PreferenceStore preferences;
    private final AddressBook addresses;
    private final Wording.Languages languages;

    MemberWords(PreferenceStore preferences, AddressBook addresses, Wording.Languages languages) {
        this.preferences = preferences;
        this.addresses = addresses;
        this.languages = languages;
    }

    Wording of(String member) {
        String chosen = preferences.get(member).preferences().language();
        return languages.of(
                chosen != null
                        ? chosen
                        : addresses
                                .known(member)
                                .map(AddressBook.Address::language)
                                .orElse(null));
    }
}
