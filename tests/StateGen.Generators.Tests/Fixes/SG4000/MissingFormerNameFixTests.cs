using Microsoft.CodeAnalysis.CodeFixes;
using StateGen.CodeFixes.SG4000;
using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Fixes.SG4000;

public sealed class MissingFormerNameFixTests
{
    [Fact]
    public async Task A_state_says_what_it_was_called() => await VerifyAsync(
        Operator("// What counts.\n    [State] private partial long Count { get; set; }"),
        Operator("// What counts.\n    [State] private partial long Total { get; set; }"),
        Operator("// What counts.\n    [FormerName(\"Count\")]\n    [State] private partial long Total { get; set; }"));

    [Fact]
    public async Task A_positional_member_says_it_on_its_parameter() => await VerifyAsync(
        Operator("[State] private partial Money? Paid { get; set; }", "internal sealed record Money(int Cents, string Currency);"),
        Operator("[State] private partial Money? Paid { get; set; }", "internal sealed record Money(int Amount, string Currency);"),
        Operator("[State] private partial Money? Paid { get; set; }", "internal sealed record Money([FormerName(\"Cents\")] int Amount, string Currency);"));

    [Fact]
    public async Task An_enum_member_says_it_where_its_number_tells_which_one_it_was() => await VerifyAsync(
        Operator("[State] private partial ListState<Color> Log { get; }", "internal enum Color { Red, Green, Blue }"),
        Operator("[State] private partial ListState<Color> Log { get; }", "internal enum Color { Red, Lime, Blue }"),
        Operator("[State] private partial ListState<Color> Log { get; }", "internal enum Color { Red, [FormerName(\"Green\")] Lime, Blue }"),
        "SG4013");

    [Fact]
    public async Task A_type_that_was_renamed_and_extended_says_it() => await VerifyAsync(
        Operator("[State] private partial ListState<Money> Paid { get; }", "namespace Shop { internal sealed record Money(int Cents); }").Replace("Money>", "Shop.Money>", StringComparison.Ordinal),
        Operator("[State] private partial ListState<Shop.Amount> Paid { get; }", "namespace Shop { internal sealed record Amount(int Cents, string? Currency); }"),
        Operator("[State] private partial ListState<Shop.Amount> Paid { get; }", "namespace Shop { [FormerName(\"Money\")] internal sealed record Amount(int Cents, string? Currency); }"),
        "SG4009");

    [Fact]
    public async Task A_type_that_was_moved_and_extended_says_its_whole_name() => await VerifyAsync(
        Operator("[State] private partial ListState<Shop.Pair<int>> Paid { get; }", "namespace Shop { internal sealed record Pair<T>(T First); }"),
        Operator("[State] private partial ListState<Till.Couple<int>> Paid { get; }", "namespace Till { internal sealed record Couple<T>(T First, T Second); }"),
        Operator("[State] private partial ListState<Till.Couple<int>> Paid { get; }", "namespace Till { [FormerName(\"Shop.Pair\")] internal sealed record Couple<T>(T First, T Second); }"),
        "SG4009");

    [Fact]
    public async Task A_case_of_a_union_says_it() => await VerifyAsync(
        Operator("[State] private partial ListState<Shape> Shapes { get; }", Union("Circle", "")),
        Operator("[State] private partial ListState<Shape> Shapes { get; }", Union("Disc", "")),
        Operator("[State] private partial ListState<Shape> Shapes { get; }", Union("Disc", "[FormerName(\"Circle\")]\n")),
        "SG4009");

    [Fact]
    public async Task A_member_without_a_default_says_it() => await VerifyAsync(
        Operator("[State] private partial ListState<Drawing> Drawings { get; }", "internal sealed record Drawing(Shape Main); " + Union("Circle", "")),
        Operator("[State] private partial ListState<Drawing> Drawings { get; }", "internal sealed record Drawing(Shape First); " + Union("Circle", "")),
        Operator("[State] private partial ListState<Drawing> Drawings { get; }", "internal sealed record Drawing([FormerName(\"Main\")] Shape First); " + Union("Circle", "")),
        "SG4009");

    [Fact]
    public async Task A_member_of_a_key_says_it() => await VerifyAsync(
        Operator("[State] private partial MapState<Spot, int> Counts { get; }", "internal sealed record Spot(int Row, string Hall);"),
        Operator("[State] private partial MapState<Spot, int> Counts { get; }", "internal sealed record Spot(int Line, string Hall);"),
        Operator("[State] private partial MapState<Spot, int> Counts { get; }", "internal sealed record Spot([FormerName(\"Row\")] int Line, string Hall);"),
        "SG4011");

    [Theory]
    [InlineData("ListState<Color>", "internal enum Color { Red, Green }", "internal enum Color { Red, Lime = 2 }", "SG4013")]
    [InlineData("ListState<Color>", "internal enum Color { Red, Green, Verde = 1 }", "internal enum Color { Red, Lime }", "SG4013")]
    [InlineData("ListState<Color>", "internal enum Color { Red, Green }", "internal enum Color { Red, Lime, Grass = 1 }", "SG4013")]
    [InlineData("ListState<T>", "internal sealed record T(int Cents);", "internal sealed record T(string Cents);", "SG4009")]
    [InlineData("ListState<Shop.M>", "namespace Shop { internal sealed record M(int Cents); }", "namespace Shop { internal sealed record N(string Name); }", "SG4009")]
    [InlineData("ListState<Shop.M>", "namespace Shop { internal sealed record M(int Cents); }", "namespace Shop { internal sealed record N(string Cents, int More); }", "SG4009")]
    [InlineData("ListState<M>", "internal sealed record M(int Cents);", "namespace Shop { internal sealed record N(int Cents, int More); }", "SG4009")]
    public async Task Nothing_is_offered_where_it_is_not_plain_what_was_renamed(string state, string before, string after, string id)
    {
        var project = FixedProject.Create(
            RecordedProject.After(Operator($"[State] private partial {state} Log {{ get; }}", before)),
            Operator($"[State] private partial {(after.Contains("Shop", StringComparison.Ordinal) ? "ListState<Shop.N>" : state)} Log {{ get; }}", after));
        Assert.Empty(await project.FindFixesAsync(new MissingFormerNameCodeFixProvider(), id));
    }

    [Fact]
    public async Task Nothing_is_guessed_where_two_states_could_be_two_others()
    {
        var project = FixedProject.Create(
            RecordedProject.After(Operator("[State] private partial long A { get; set; } [State] private partial long B { get; set; }")),
            Operator("[State] private partial long C { get; set; } [State] private partial long D { get; set; }"));
        Assert.Equal(["SG4006", "SG4006"], await project.FindIdsAsync());
        Assert.Empty(await project.FindFixesAsync(new MissingFormerNameCodeFixProvider(), "SG4006"));
    }

    [Fact]
    public async Task Everything_that_was_renamed_says_it_at_once_in_every_document_and_then_what_that_brings_to_light()
    {
        var shipped = RecordedProject.After(Operator(
            "[State] private partial ListState<Car> Cars { get; } [State] private partial ListState<Car> More { get; } [State] private partial long Count { get; set; }",
            Garage("Car", "Green", "")));
        var project = FixedProject.Create(
            shipped,
            Operator("[State] private partial ListState<Auto> Cars { get; } [State] private partial ListState<Auto> More { get; } [State] private partial long Total { get; set; }"),
            Garage("Auto", "Lime", ", string? Note"));
        Assert.Contains("SG4006", await project.FindIdsAsync());
        var types = await project.FixAllAsync(new MissingFormerNameCodeFixProvider(), FixAllScope.Project);
        Assert.Contains("[FormerName(\"Count\")]", types.Code, StringComparison.Ordinal);
        Assert.Equal(["SG4013", "SG4013"], (await types.FindIdsAsync()).Where(id => id is not ("SG4007" or "SG4008")));
        var named = await types.FixAllAsync(new MissingFormerNameCodeFixProvider(), FixAllScope.Project);
        Assert.All(await named.FindIdsAsync(), id => Assert.Contains(id, new[] { "SG4007", "SG4008" }));
        Assert.Empty(await (await named.FixAllAsync(new UnrecordedChangeCodeFixProvider(), FixAllScope.Project)).FindIdsAsync());
    }

    private static async Task VerifyAsync(string before, string after, string expected, string id = "SG4006")
    {
        var project = FixedProject.Create(RecordedProject.After(before), after);
        Assert.Contains(id, await project.FindIdsAsync());
        var named = await project.FixAsync(new MissingFormerNameCodeFixProvider(), id);
        Assert.Equal(expected, named.Code);
        Assert.All(await named.FindIdsAsync(), left => Assert.Contains(left, new[] { "SG4007", "SG4008" }));
        Assert.Empty(await (await named.FixAllAsync(new UnrecordedChangeCodeFixProvider(), FixAllScope.Project)).FindIdsAsync());
    }

    private static string Garage(string car, string green, string more) => $$"""
        internal sealed record {{car}}(Color Paint{{more}});
        internal enum Color { Red, {{green}} }
        """;

    private static string Union(string circle, string attribute) => $$"""
        [UnionCase(0, typeof({{circle}}))]
        internal abstract record Shape;
        {{attribute}}internal sealed record {{circle}}(int Radius) : Shape;
        """;

    private static string Operator(string members, string moreTypes = "") => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<string, int, int>
        {
            {{members}}

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        {{moreTypes}}
        """;
}
