using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class RenumberedEnumMemberTests() : SchemaRuleTests("SG4014")
{
    private const string Log = "[State] private partial ListState<Color> Log { get; }";
    private const string MarkedLog = "[State] private partial [|ListState<Color>|] Log { get; }";

    [Fact]
    public Task Other_numbers_are_reported_once() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red, Green }"),
        Operator(MarkedLog, "internal enum Color { Green, Red }"),
        "'Color.Green' changed from the value 1 to the value 0", "'Color.Red' changed from the value 0 to the value 1");

    [Fact]
    public Task Numbers_that_are_recorded_are_correct() => VerifyAsync(
        RecordedProject.After(Operator(Log, "internal enum Color { Red, Green }") + Neighbour).Record(Operator(Log, "internal enum Color { Green, Red }") + Neighbour),
        Operator(Log, "internal enum Color { Green, Red }"));

    [Fact]
    public Task The_order_of_the_declaration_does_not_matter() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red = 0, Green = 1 }"), Operator(Log, "internal enum Color { Green = 1, Red = 0 }"));

    [Fact]
    public Task The_number_of_a_member_deep_in_a_type_is_reported() => VerifyAfterAsync(
        Operator(Log.Replace("Color", "Car", StringComparison.Ordinal), "internal sealed record Car(Color Paint); internal enum Color { Red = 1 }"),
        Operator(MarkedLog.Replace("Color", "Car", StringComparison.Ordinal), "internal sealed record Car(Color Paint); internal enum Color { Red = 2 }"),
        "'Color.Red' changed from the value 1 to the value 2");

    [Fact]
    public Task An_enum_that_is_in_no_state_may_have_other_numbers() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red } internal enum Mood { Good = 1 }"), Operator(Log, "internal enum Color { Red } internal enum Mood { Good = 2 }"));

    [Fact]
    public Task The_same_numbers_written_otherwise_are_correct() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red = 1, Green = 2 }"), Operator(Log, "internal enum Color { Red = 1 << 0, Green }"));

    [Fact]
    public Task A_number_that_is_written_out_is_reported_at_a_value_and_at_a_map() => VerifyAfterAsync(
        Operator("[State] private partial Color Last { get; set; } [State] private partial MapState<int, Color?> Colors { get; }", "internal enum Color { None, Red }"),
        Operator("[State] private partial [|Color|] Last { get; set; } [State] private partial [|MapState<int, Color?>|] Colors { get; }", "internal enum Color { None, Red = 10 }"),
        "'Color.Red' changed from the value 1 to the value 10");

    [Fact]
    public Task A_negative_number_is_reported() => VerifyAfterAsync(
        Operator(Log, "internal enum Color : long { None = -1, Red = 1 }"),
        Operator(MarkedLog, "internal enum Color : long { None = -2, Red = 1 }"), "'Color.None' changed from the value -1 to the value -2");

    [Fact]
    public Task The_number_of_a_flag_is_reported() => VerifyAfterAsync(
        Operator(Log, "[Flags] internal enum Color { None = 0, Red = 1, Green = 2 }"),
        Operator(MarkedLog, "[Flags] internal enum Color { None = 0, Red = 1, Green = 4 }"));

    [Fact]
    public Task A_member_that_pushes_others_on_is_another_rule() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red, Green }"),
        Operator("[State] private partial {|SG4008:ListState<Color>|} Log { get; }", "internal enum Color { Red, Blue, Green }"));

    [Fact]
    public Task An_enum_in_a_member_of_a_union_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial IShape? Last { get; set; }", Union("Red, Green")),
        Operator("[State] private partial [|IShape?|] Last { get; set; }", Union("Red, Green = 2")), "'Color.Green'");

    [Fact]
    public Task Numbers_that_were_never_shipped_may_change() => VerifyAsync(
        RecordedProject.After(Neighbour).Record(Operator(Log, "internal enum Color { Red, Green }") + Neighbour).Record(Operator(Log, "internal enum Color { Red, Green = 2 }") + Neighbour),
        Operator(Log, "internal enum Color { Red, Green = 2 }"));

    [Fact]
    public Task A_number_from_a_constant_is_the_same_number() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red, Green }"),
        Operator(Log, "internal enum Color { Red, Green = Numbers.Green } internal static class Numbers { public const int Green = 1; }"));

    private static string Union(string members) => $$"""
        [UnionCase(0, typeof(Circle))]
        internal interface IShape;

        internal sealed record Circle(double Radius, Color Color) : IShape;

        internal enum Color { {{members}} }
        """;
}
