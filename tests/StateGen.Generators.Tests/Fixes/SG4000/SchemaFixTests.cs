using Microsoft.CodeAnalysis.CodeFixes;
using StateGen.CodeFixes.SG4000;
using StateGen.Generators.Tests.Schemas;
using StateGen.Schemas.Recording;

namespace StateGen.Generators.Tests.Fixes.SG4000;

public sealed class SchemaFixTests
{
    private const string Count = "[State] private partial long Count { get; set; }";

    [Fact]
    public async Task The_files_are_created_with_everything_recorded_and_nothing_shipped()
    {
        var project = FixedProject.Create(null, Operator("first", Count), Operator("second", Count));
        Assert.Equal(["SG4001", "SG4001"], await project.FindIdsAsync());
        var created = await project.FixAllAsync(new MissingSchemaFilesCodeFixProvider(), FixAllScope.Project);
        Assert.Empty(await created.FindIdsAsync());
        Assert.Equal(SchemaFileFormat.EmptyShipped, created.Shipped);
        Assert.Equal(["first", "second"], RecordedSchemas.Parse(created.Shipped!, created.Unshipped!).OperatorIds);
    }

    [Fact]
    public async Task One_fix_records_the_operator_that_it_is_about()
    {
        var project = FixedProject.Create(new RecordedProject(), Operator("first", Count), Operator("second", Count));
        var recorded = await project.FixAsync(new UnrecordedChangeCodeFixProvider(), "SG4002");
        Assert.Equal(["SG4002"], await recorded.FindIdsAsync());
        Assert.Equal(["second"], RecordedSchemas.Parse("", (await recorded.FixAsync(new UnrecordedChangeCodeFixProvider(), "SG4002")).Unshipped!).OperatorIds.Skip(1));
    }

    [Theory]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task Everything_that_is_meant_is_recorded_at_once(FixAllScope scope)
    {
        var shipped = RecordedProject.After(Operator("first", Count) + Operator("second", Count) + Operator("third", Count));
        var project = FixedProject.Create(
            shipped,
            Operator("first", Count + " [State] private partial int More { get; set; }"),
            Operator("second", "[State, Ttl(Days = 1)] private partial long Count { get; set; }"),
            Operator("fourth", "[State] private partial ListState<Entry> Log { get; }") + "internal sealed record Entry(int Value);");
        Assert.Equal(["SG4002", "SG4003", "SG4004", "SG4007"], await project.FindIdsAsync());
        var recorded = await project.FixAllAsync(new UnrecordedChangeCodeFixProvider(), scope);
        Assert.Empty(await recorded.FindIdsAsync());
        Assert.Equal(shipped.Shipped, recorded.Shipped);
    }

    [Fact]
    public async Task A_fix_of_one_document_leaves_the_others()
    {
        var project = FixedProject.Create(new RecordedProject(), Operator("first", Count), Operator("second", Count));
        var recorded = await project.FixAllAsync(new UnrecordedChangeCodeFixProvider(), FixAllScope.Document);
        Assert.Equal(["first"], RecordedSchemas.Parse("", recorded.Unshipped!).OperatorIds);
    }

    [Fact]
    public async Task The_removal_of_an_operator_is_recorded_from_the_file()
    {
        var project = FixedProject.Create(RecordedProject.After(Operator("first", Count) + Operator("second", Count)), Operator("first", Count));
        var recorded = await project.FixAsync(new UnrecordedChangeCodeFixProvider(), "SG4004");
        Assert.Empty(await recorded.FindIdsAsync());
        Assert.EndsWith("\nremoved operator second\n", recorded.Unshipped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_breaks_checkpoints_is_never_recorded_with_the_rest()
    {
        var project = FixedProject.Create(
            RecordedProject.After(Operator("first", Count)),
            Operator("first", "[State] private partial int Count { get; set; } [State] private partial int More { get; set; }"));
        Assert.Equal(["SG4003", "SG4009"], await project.FindIdsAsync());
        Assert.Empty(await project.FindFixesAsync(new UnrecordedChangeCodeFixProvider(), "SG4003"));
        var givenUp = await project.FixAsync(new UnrestorableStateCodeFixProvider(), "SG4009");
        Assert.Empty(await givenUp.FindIdsAsync());
        Assert.Contains("\nremoved operator first\n\noperator first\n", givenUp.Unshipped, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SG4010", "int", Count)]
    [InlineData("SG4011", "string", "[State] private partial MapState<long, Color> Count { get; }")]
    [InlineData("SG4013", "string", "[State] private partial ListState<Color> Count { get; }")]
    public async Task State_of_every_refused_change_can_be_given_up(string id, string key, string state)
    {
        var before = id == "SG4011" ? state.Replace("long", "int", StringComparison.Ordinal) : state;
        var project = FixedProject.Create(
            RecordedProject.After(Operator("first", before) + "internal enum Color { Red, Green }"),
            Operator("first", state, key) + (id == "SG4013" ? "internal enum Color { Red }" : "internal enum Color { Red, Green }"));
        Assert.Equal([id], await project.FindIdsAsync());
        Assert.Empty(await (await project.FixAsync(new UnrestorableStateCodeFixProvider(), id)).FindIdsAsync());
    }

    [Fact]
    public async Task What_is_not_renamed_is_recorded_as_removed_and_added()
    {
        var project = FixedProject.Create(RecordedProject.After(Operator("first", Count)), Operator("first", "[State] private partial long Total { get; set; }"));
        Assert.Equal(["SG4006"], await project.FindIdsAsync());
        Assert.Empty(await (await project.FixAsync(new ChangedOperatorIdCodeFixProvider(), "SG4006")).FindIdsAsync());
    }

    [Fact]
    public async Task An_operator_that_is_really_another_one_is_recorded_with_the_removal()
    {
        var project = FixedProject.Create(RecordedProject.After(Operator("first", Count)), Operator("other", Count));
        Assert.Equal(["SG4012"], await project.FindIdsAsync());
        var recorded = await project.FixAsync(new ChangedOperatorIdCodeFixProvider(), "SG4012");
        Assert.Empty(await recorded.FindIdsAsync());
        Assert.Contains("removed operator first\n\noperator other\n", recorded.Unshipped, StringComparison.Ordinal);
    }

    private static string Operator(string id, string members, string key = "string") => $$"""
        [Operator("{{id}}")]
        internal sealed partial class Operator_{{id}} : KeyedOperator<{{key}}, int, int>
        {
            {{members}}

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        """;
}
