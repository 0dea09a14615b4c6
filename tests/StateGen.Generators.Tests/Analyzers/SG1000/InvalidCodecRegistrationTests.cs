namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class InvalidCodecRegistrationTests() : RuleTests("SG1022")
{
    private const string Members = """
            public static Instant Normalize(Instant value) => value;
            public static void Write(ref MessagePackWriter writer, in Instant value) => writer.WriteInt64(value.Ticks);
            public static Instant Read(ref MessagePackReader reader) => new(reader.ReadInt64());
        }
        internal readonly record struct Instant(long Ticks);
        """;

    [Fact]
    public Task A_class_is_reported() => VerifyCodecAsync("[assembly: UseCodec([|typeof(Codec)|])]", "internal sealed class Codec : ICodec<Instant> {" + Members);

    [Fact]
    public Task A_struct_that_implements_nothing_is_reported() => VerifyCodecAsync("[assembly: UseCodec([|typeof(Codec)|])]", "internal readonly struct Codec {" + Members);

    [Fact]
    public Task A_codec_without_its_type_arguments_is_reported() => VerifyCodecAsync("[assembly: UseCodec([|typeof(Codec<>)|])]", "internal readonly struct Codec<T> : ICodec<Instant> {" + Members);

    [Fact]
    public Task A_codec_that_is_file_local_is_reported() => VerifyCodecAsync("[assembly: UseCodec([|typeof(Codec)|])]", "file readonly struct Codec : ICodec<Instant> {" + Members);

    [Fact]
    public Task A_codec_whose_type_argument_is_file_local_is_reported() =>
        VerifyCodecAsync("[assembly: UseCodec([|typeof(Codec<Formatter>)|])]", "file readonly struct Formatter; internal readonly struct Codec<T> : ICodec<Instant> {" + Members);

    [Fact]
    public Task A_version_below_1_is_reported() => VerifyCodecAsync("[assembly: UseCodec([|typeof(Codec)|], Version = 0)]", "internal readonly struct Codec : ICodec<Instant> {" + Members);

    [Fact]
    public Task Null_is_reported() => VerifyCodecAsync("[assembly: UseCodec([|null!|])]", "internal readonly struct Codec : ICodec<Instant> {" + Members);

    [Fact]
    public Task A_second_codec_for_a_type_is_reported() => VerifyCodecAsync(
        "[assembly: UseCodec(typeof(Codec)), UseCodec([|typeof(Other)|])]",
        "internal readonly struct Codec : ICodec<Instant> {" + Members + "internal readonly struct Other : ICodec<Instant> {" + Members.Replace("internal readonly record struct Instant(long Ticks);", "", StringComparison.Ordinal));

    [Fact]
    public Task A_codec_for_a_scalar_is_reported() => VerifyCodecAsync(
        "[assembly: UseCodec([|typeof(Codec)|])]",
        "internal readonly struct Codec : ICodec<long> {" + Members.Replace("internal readonly record struct Instant(long Ticks);", "", StringComparison.Ordinal)
            .Replace("value.Ticks", "value", StringComparison.Ordinal).Replace("new(reader.ReadInt64())", "reader.ReadInt64()", StringComparison.Ordinal).Replace("Instant", "long", StringComparison.Ordinal));

    [Fact]
    public Task A_codec_that_admits_null_is_reported() => VerifyCodecAsync(
        "[assembly: UseCodec([|typeof(Codec)|])]",
        "internal readonly struct Codec : ICodec<Instant?> {" + Members.Replace("Instant Normalize(Instant ", "Instant? Normalize(Instant? ", StringComparison.Ordinal)
            .Replace("in Instant ", "in Instant? ", StringComparison.Ordinal).Replace("value.Ticks", "value!.Value.Ticks", StringComparison.Ordinal)
            .Replace("Instant Read", "Instant? Read", StringComparison.Ordinal).Replace("new(reader", "new Instant(reader", StringComparison.Ordinal));

    [Fact]
    public Task A_codec_that_fits_is_correct() => VerifyCodecAsync("[assembly: UseCodec(typeof(Codec), Version = 3)]", "internal readonly struct Codec : ICodec<Instant> {" + Members);

    [Fact]
    public Task About_a_codec_that_does_not_exist_the_compiler_says_enough() =>
        VerifyCodecAsync("[assembly: UseCodec(typeof({|CS0246:Missing|}))]", "internal readonly struct Codec : ICodec<Instant> {" + Members);

    private Task VerifyCodecAsync(string registration, string codec) => VerifyAsync($"using StateGen.Serialization;\n{registration}\n{codec}\n");

    [Fact]
    public Task About_a_codec_that_is_private_the_compiler_says_enough() => VerifyCodecAsync(
        "[assembly: UseCodec(typeof(Codecs.{|CS0122:Codec|}))]", $"internal static class Codecs {{ {CodecOf("Instant").Replace("internal", "private", StringComparison.Ordinal)} }} internal readonly record struct Instant(long Ticks);");

    [Fact]
    public Task Codecs_of_two_types_are_correct() => VerifyCodecAsync(
        "[assembly: UseCodec(typeof(Codec)), UseCodec(typeof(Other), Version = 2)]",
        CodecOf("Instant") + CodecOf("Money", "Other") + "internal readonly record struct Instant(long Ticks); internal sealed record Money(int Cents);");

    [Fact]
    public Task A_codec_for_a_type_of_the_library_is_correct() => VerifyCodecAsync("[assembly: UseCodec(typeof(Codec))]", CodecOf("TimeZoneInfo"));

    [Fact]
    public Task A_codec_in_a_class_that_the_assembly_sees_is_correct() => VerifyCodecAsync(
        "[assembly: UseCodec(typeof(Codecs.Codec))]", $"internal static class Codecs {{ {CodecOf("Instant")} }} internal readonly record struct Instant(long Ticks);");

    [Fact]
    public Task A_codec_with_its_type_arguments_is_correct() => VerifyCodecAsync(
        "[assembly: UseCodec(typeof(Codec<int>)), UseCodec(typeof(Codec<string>))]", CodecOf("Box<T>", "Codec<T>") + "internal sealed record Box<T>(T Value);");

    [Fact]
    public Task A_codec_for_values_and_keys_is_correct() => VerifyCodecAsync("[assembly: UseCodec(typeof(Codec))]", CodecOf("Instant").Replace(": ICodec<Instant>", ": ICodec<Instant>, StateGen.Keys.IKeyCodec<Instant>", StringComparison.Ordinal).Replace("{", """
        {
            public static bool Equals(in Instant left, in Instant right) => left == right;
            public static ulong Hash(in Instant key) => (ulong)key.Ticks;
            public static void Write(ref StateGen.Keys.KeyWriter writer, in Instant key) => throw new NotSupportedException();
            static Instant StateGen.Keys.IKeyCodec<Instant>.Read(ref StateGen.Keys.KeyReader reader) => throw new NotSupportedException();
        """, StringComparison.Ordinal) + "internal readonly record struct Instant(long Ticks);");

    [Fact]
    public Task A_class_that_is_not_registered_may_implement_the_interface_in_any_way() => VerifyCodecAsync(
        "[assembly: UseCodec(typeof(Codec))]", CodecOf("Instant") + CodecOf("long", "Ticks").Replace("readonly struct", "sealed class", StringComparison.Ordinal) + "internal readonly record struct Instant(long Ticks);");

    private static string CodecOf(string type, string name = "Codec") => $$"""
        internal readonly struct {{name}} : ICodec<{{type}}>
        {
            public static {{type}} Normalize({{type}} value) => value;
            public static void Write(ref MessagePackWriter writer, in {{type}} value) => throw new NotSupportedException();
            public static {{type}} Read(ref MessagePackReader reader) => throw new NotSupportedException();
        }

        """;
}
