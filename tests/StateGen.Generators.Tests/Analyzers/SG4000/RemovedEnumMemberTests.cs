using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class RemovedEnumMemberTests() : SchemaRuleTests("SG4013")
{
    private const string Log = "[State] private partial ListState<Color> Log { get; }";
    private const string MarkedLog = "[State] private partial [|ListState<Color>|] Log { get; }";

    [Fact]
    public Task A_member_that_is_gone_is_named() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red, Green }"), Operator(MarkedLog, "internal enum Color { Red }"), "member 'Color.Green' (the value 1) was removed");

    [Fact]
    public Task A_member_deep_in_a_type_is_named() => VerifyAfterAsync(
        Operator(Log.Replace("Color", "Car", StringComparison.Ordinal), "internal sealed record Car(Color? Paint); internal enum Color { Red, Green }"),
        Operator(MarkedLog.Replace("Color", "Car", StringComparison.Ordinal), "internal sealed record Car(Color? Paint); internal enum Color { Red }"),
        "'Color.Green'");

    [Fact]
    public Task A_member_that_was_never_shipped_may_go() => VerifyAsync(
        RecordedProject.After(Operator(Log, "internal enum Color { Red }") + Neighbour).Record(Operator(Log, "internal enum Color { Red, Green }") + Neighbour)
            .Record(Operator(Log, "internal enum Color { Red }") + Neighbour),
        Operator(Log, "internal enum Color { Red }"));

    [Fact]
    public Task Every_state_that_holds_the_enum_is_reported() => VerifyAfterAsync(
        Operator(Log + "[State] private partial Color Last { get; set; }", "internal enum Color { Red, Green }"),
        Operator(MarkedLog + "[State] private partial [|Color|] Last { get; set; }", "internal enum Color { Red }"));

    [Fact]
    public Task A_member_with_another_name_is_gone_without_its_former_name() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red, Green }"), Operator(MarkedLog, "internal enum Color { Red, Lime }"), "'Color.Green'");

    [Fact]
    public Task The_members_that_there_were_are_correct() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red, Green }"), Operator(Log, "internal enum Color { Red, Green }"));

    [Fact]
    public Task An_enum_that_is_in_no_state_may_lose_members() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red } internal enum Mood { Good, Bad }"), Operator(Log, "internal enum Color { Red } internal enum Mood { Good }"));

    [Fact]
    public Task Every_member_that_is_gone_is_named() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red, Green, Blue }"),
        Operator(MarkedLog.Replace("[|", "[|[|", StringComparison.Ordinal).Replace("|]", "|]|]", StringComparison.Ordinal), "internal enum Color { Red }"), "'Color.Green'", "'Color.Blue'");

    [Fact]
    public Task A_member_that_is_added_is_another_rule() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red }"), Operator(Log.Replace("ListState<Color>", "{|SG4008:ListState<Color>|}", StringComparison.Ordinal), "internal enum Color { Red, Green }"));

    [Fact]
    public Task A_member_in_another_place_is_not_gone() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red = 0, Green = 1 }"), Operator(Log, "internal enum Color { Green = 1, Red = 0 }"));

    [Fact]
    public Task An_enum_in_the_values_of_a_map_is_reported() => VerifyAfterAsync(
        Operator("[State] private partial MapState<int, (Color, int)> Colors { get; }", "internal enum Color : byte { Red = 1, Green = 2 }"),
        Operator("[State] private partial [|MapState<int, (Color, int)>|] Colors { get; }", "internal enum Color : byte { Green = 2 }"), "member 'Color.Red' (the value 1) was removed");

    [Fact]
    public Task A_member_that_says_its_former_name_is_another_rule() => VerifyAfterAsync(
        Operator(Log, "internal enum Color { Red, Green }"),
        Operator(Log.Replace("ListState<Color>", "{|SG4007:ListState<Color>|}", StringComparison.Ordinal), "internal enum Color { Red, [FormerName(\"Green\")] Lime }"));
}
