using Microsoft.CodeAnalysis.CodeFixes;
using StateGen.CodeFixes;
using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Fixes;

public sealed class AddFormerNameTests
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

    private static async Task VerifyAsync(string before, string after, string expected)
    {
        var project = FixedProject.Create(RecordedProject.After(before), after);
        Assert.Equal(["SG4006"], await project.FindIdsAsync());
        var named = await project.FixAsync(new AddFormerNameCodeFixProvider(), "SG4006");
        Assert.Equal(expected, named.Code);
        Assert.Equal(["SG4007"], await named.FindIdsAsync());
        Assert.Empty(await (await named.FixAllAsync(new RecordSchemaCodeFixProvider(), FixAllScope.Project)).FindIdsAsync());
    }

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
