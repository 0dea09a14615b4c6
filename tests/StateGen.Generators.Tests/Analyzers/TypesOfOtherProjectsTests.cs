using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.Generators.Tests.Schemas;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>
/// Tests that a change of a type in another project is reported at the state of that type, both in an editor, where projects reference source, and in a build.
/// </summary>
public sealed class TypesOfOtherProjectsTests
{
    private const string StateType = "ListState<Shop.Sale>";

    private const string App = $$"""
        [Operator("sales")]
        internal sealed partial class Sales : KeyedOperator<string, int, int>
        {
            [State] private partial {{StateType}} Log { get; }

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }
        """;

    public static TheoryData<string, string, string, string, bool> Changes
    {
        get
        {
            var data = new TheoryData<string, string, string, string, bool>();
            foreach (var isBuilt in new[] { false, true })
            {
                data.Add("record Sale(int Cents)", "record Sale(string Cents)", "SG4009", "cannot be restored: 'Shop.Sale.Cents' changed from int32 to string", isBuilt);
                data.Add("record Sale(int Cents)", "record Sale(int Amount)", "SG4006", "'Amount' is new, and 'Cents' of the same type was removed", isBuilt);
                data.Add("record Sale(int Cents)", "record Sale([FormerName(\"Cents\")] int Amount)", "SG4007", "member 'Shop.Sale.Amount' was renamed from 'Cents'", isBuilt);
                data.Add("record Sale(int Cents)", "record Sale(long Cents)", "SG4008", "'Shop.Sale.Cents' changed from int32 to int64", isBuilt);
                data.Add("record Sale(Color Paint); public enum Color { Red, Green }", "record Sale(Color Paint); public enum Color { Red, Lime }", "SG4013", "member 'Shop.Color.Green' (the value 1) was removed", isBuilt);
                data.Add("record Sale(Color Paint); public enum Color { Red, Green }", "record Sale(Color Paint); public enum Color { Green, Red }", "SG4014", "changed from the value 0 to the value 1", isBuilt);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_is_reported_at_the_state(string before, string after, string id, string message, bool isBuilt)
    {
        var recorded = new RecordedProject().Record(RecordedProject.OperatorsOf(Compile(before, isBuilt))).Ship();
        Assert.Empty((await AnalyzedCode.AnalyzeAsync(Compile(before, isBuilt), recorded.Files)).InEditor);
        var analyzed = await AnalyzedCode.AnalyzeAsync(Compile(after, isBuilt), recorded.Files);
        Assert.All(analyzed.InEditor, diagnostic => Assert.Equal(StateType, TextAt(diagnostic.Location)));
        Assert.Contains(analyzed.InEditor, diagnostic => diagnostic.Id == id && diagnostic.GetMessage().Contains(message, StringComparison.Ordinal));
        Assert.All(analyzed.InEditor, diagnostic => Assert.Empty(diagnostic.AdditionalLocations));
    }

    private static CSharpCompilation Compile(string types, bool isBuilt)
    {
        var library = CompilationFactory.Create([$"#pragma warning disable CS1591\nnamespace Shop {{ public sealed {types}{(types.EndsWith('}') ? "" : ";")} }}"], "Library");
        return AnalyzedCode.Compile(App).AddReferences(isBuilt ? MetadataReference.CreateFromImage(Build(library)) : library.ToMetadataReference());
    }

    private static byte[] Build(Compilation library)
    {
        using var image = new MemoryStream();
        var result = library.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return image.ToArray();
    }

    private static string TextAt(Location location) => location.SourceTree?.GetText().ToString(location.SourceSpan) ?? "";
}
