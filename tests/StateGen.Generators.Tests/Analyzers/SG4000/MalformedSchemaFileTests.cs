using StateGen.Generators.Tests.Schemas;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

public sealed class MalformedSchemaFileTests() : SchemaRuleTests("SG4015")
{
    private static readonly string Sample = Operator("[State] private partial long Count { get; set; }");

    [Theory]
    [InlineData("generation 1\n\noperator sample\n[|  key strin g|]\n", "", "StateSchema.Shipped.txt is malformed: expected the end of the line")]
    [InlineData("generation 1\n[|<<<<<<< HEAD|]\n", "", "expected operator")]
    [InlineData("", "operator sample\n  key string\n\n[|operator sample|]\n  key string\n", "StateSchema.Unshipped.txt is malformed: operator sample is declared twice")]
    [InlineData("generation 2\n[|generation 1|]\n", "", "must be greater")]
    [InlineData("", "[|removed operator other|]\n", "was not recorded before")]
    [InlineData("[|operator sample|]\n  key string\n", "", "must follow a line 'generation N'")]
    [InlineData("generation 1\n\n[|operator sample|]\n", "", "key")]
    [InlineData("generation 1\n\noperator sample\n  key string\n[|  value Count int65|]\n", "", "int65")]
    [InlineData("", "[|generation 1|]\n", "generation")]
    public Task The_line_is_reported_and_nothing_else(string shipped, string unshipped, string message) => VerifyAsync(
        Sample, [new InMemoryFile("C:\\project\\StateSchema.Shipped.txt", shipped), new InMemoryFile("C:\\project\\StateSchema.Unshipped.txt", unshipped)], message);

    [Fact]
    public Task Comments_blank_lines_and_line_ends_of_windows_are_correct() => VerifyAsync(
        Sample,
        [new InMemoryFile("StateSchema.Unshipped.txt", (new RecordedProject().Record(Sample + Neighbour).Unshipped + "\n# the end\n\n").ReplaceLineEndings("\r\n"))]);

    [Fact]
    public Task Other_additional_files_do_not_matter() => VerifyAsync(Sample, [.. RecordedProject.After(Sample + Neighbour).Files, new InMemoryFile("/project/notes.txt", "generation x")]);

    [Fact]
    public Task Empty_files_are_correct() => VerifyAsync(
        Operator("").Replace("class Sample", "class {|SG4002:Sample|}", StringComparison.Ordinal),
        [new InMemoryFile("StateSchema.Shipped.txt", ""), .. new RecordedProject().Record(Neighbour).Files.Where(file => file.Path.EndsWith("Unshipped.txt", StringComparison.Ordinal))]);

    [Fact]
    public Task One_file_alone_is_correct() => VerifyAsync(Sample, [.. RecordedProject.After(Sample + Neighbour).Files.Where(file => !file.Path.EndsWith("Unshipped.txt", StringComparison.Ordinal))]);

    [Fact]
    public Task Several_generations_are_correct() => VerifyAsync(RecordedProject.After(Neighbour, Operator("") + Neighbour, Sample + Neighbour), Sample);

    [Fact]
    public Task An_operator_that_was_removed_and_came_back_is_correct() => VerifyAsync(RecordedProject.After(Sample + Neighbour, Neighbour, Sample + Neighbour), Sample);
}
