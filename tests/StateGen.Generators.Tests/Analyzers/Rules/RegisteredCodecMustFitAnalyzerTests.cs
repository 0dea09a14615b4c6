namespace StateGen.Generators.Tests.Analyzers.Rules;

public sealed class RegisteredCodecMustFitAnalyzerTests() : RuleTests("SG1022")
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
}
