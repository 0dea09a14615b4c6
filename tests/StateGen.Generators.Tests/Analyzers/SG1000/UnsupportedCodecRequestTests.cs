namespace StateGen.Generators.Tests.Analyzers.SG1000;

public sealed class UnsupportedCodecRequestTests() : RuleTests("SG1023")
{
    [Fact]
    public Task A_type_without_codec_is_reported_at_its_attribute() => VerifyAsync("[[|GenerateCodec|]] internal sealed record Order(object Payload);");

    [Fact]
    public Task A_type_without_codec_is_reported_at_the_attribute_of_the_assembly() => VerifyAsync("[assembly: GenerateCodec([|typeof(System.IO.Stream)|])]");

    [Fact]
    public Task A_generic_type_is_reported() => VerifyAsync("[[|GenerateCodec|]] internal sealed record Pair<T>(T A, T B);");

    [Fact]
    public Task A_generic_type_without_arguments_is_reported() => VerifyAsync("[assembly: GenerateCodec([|typeof(Pair<>)|])] internal sealed record Pair<T>(T A, T B);");

    [Fact]
    public Task A_private_type_is_reported() => VerifyAsync("internal static class Outer { [[|GenerateCodec|]] private sealed record Order(int Id); public static object New() => new Order(1); }");

    [Fact]
    public Task A_file_local_type_is_reported() => VerifyAsync("[[|GenerateCodec|]] file sealed record Order(int Id);");

    [Fact]
    public Task An_assembly_without_a_type_is_reported() => VerifyAsync("[assembly: [|GenerateCodec|]]");

    [Fact]
    public Task Types_with_codecs_are_correct() => VerifyAsync("""
        [assembly: GenerateCodec(typeof(Pair<int?>)), GenerateCodec(typeof(long)), GenerateCodec(typeof(Order))]
        [GenerateCodec] internal sealed record Order(double Price);
        [GenerateCodec] internal enum Mood { Good }
        internal sealed record Pair<T>(T A, T B);
        """);

    [Fact]
    public Task About_a_type_that_does_not_exist_the_compiler_says_enough() => VerifyAsync("[assembly: GenerateCodec(typeof({|CS0246:Missing|}))]");

    [Fact]
    public Task Collections_that_cannot_change_are_correct() => VerifyAsync("[assembly: GenerateCodec(typeof(System.Collections.Immutable.ImmutableArray<string>))]");

    [Fact]
    public Task A_nested_type_that_the_assembly_sees_is_correct() =>
        VerifyAsync("internal static class Outer { [GenerateCodec] internal sealed record Order(int Id); }");

    [Fact]
    public Task A_struct_with_setters_is_correct() => VerifyAsync("[GenerateCodec] internal record struct Price(long Cents, string? Currency);");

    [Fact]
    public Task A_generic_type_with_arguments_is_correct() =>
        VerifyAsync("[assembly: GenerateCodec(typeof(Pair<Order>))] internal sealed record Pair<T>(T A, T B); internal sealed record Order(int Id);");

    [Fact]
    public Task Tuples_of_types_that_cannot_change_are_correct() => VerifyAsync("""
        [assembly: GenerateCodec(typeof((Order, int?)))]
        internal sealed class Order
        {
            public required string Id { get; init; }
        }
        """);

    [Fact]
    public Task A_union_is_correct() => VerifyAsync("""
        [GenerateCodec, UnionCase(0, typeof(Circle))] internal abstract record Shape;
        internal sealed record Circle(double Radius) : Shape;
        """);
}
