using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Tests that messages end with what to do, and name the other declarations that they involve.</summary>
public sealed partial class MessageTests
{
    private const string Empty = "protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();";

    // The last argument of these messages, which the parser or the resolver writes, says what to do.
    private static readonly string[] WithAdviceInArgument =
    [
        "SG1009", "SG1010", "SG1011", "SG1013", "SG1020", "SG1021", "SG1022", "SG1023", "SG1029", "SG2010", "SG3006", "SG3007", "SG4009", "SG4010", "SG4011", "SG4013",
        "SG4016",
    ];

    private static readonly DiagnosticDescriptor[] Rules =
        [.. typeof(DiagnosticCatalogue).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>()];

    public static IEnumerable<TheoryDataRow<string>> Ids => Rules.Select(rule => new TheoryDataRow<string>(rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_message_ends_with_what_to_do(string id)
    {
        var format = Rules.Single(rule => rule.Id == id).MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (WithAdviceInArgument.Contains(id))
            Assert.Matches(@"\{\d\}$", format);
        else
            Assert.Matches(Advice, Clause.Split(format)[^1]);
    }

    [Fact]
    public async Task A_repeated_id_is_reported_with_the_other_operator()
    {
        var found = await FindAsync(
            "SG1016", $"[Operator(\"same\")] sealed partial class First : KeyedOperator<string, int, int> {{ {Empty} }}",
            $"[Operator(\"same\")] sealed partial class Second : KeyedOperator<string, int, int> {{ {Empty} }}");
        Assert.Equal("Operator 'Second' has the same id 'same' as operator 'First' in File0.cs; give the new operator another id", found.GetMessage());
        Assert.Equal("First", TextAt(Assert.Single(found.AdditionalLocations)));
    }

    [Fact]
    public async Task A_derived_operator_is_reported_with_its_base()
    {
        var found = await FindAsync(
            "SG1017", "[Operator(\"second\")] sealed partial class Second : First;",
            $"[Operator(\"first\")] partial class First : KeyedOperator<string, int, int> {{ {Empty} }}");
        Assert.StartsWith("Operator 'Second' derives from operator 'First' in File1.cs and", found.GetMessage(), StringComparison.Ordinal);
        Assert.Equal("First", TextAt(Assert.Single(found.AdditionalLocations)));
    }

    [Fact]
    public async Task A_class_that_does_not_derive_from_KeyedOperator_is_reported_with_its_base()
    {
        var found = await FindAsync("SG1002", "[Operator(\"sample\")] sealed partial class Sample : Logic<int>;", "abstract class Logic<T>;");
        Assert.Equal(
            "'Sample' is marked with [Operator] but does not derive from KeyedOperator<TKey, TIn, TOut>, and neither does its base class 'Logic' in File1.cs; "
            + "derive from it, or remove [Operator]",
            found.GetMessage());
        Assert.Equal("Logic", TextAt(Assert.Single(found.AdditionalLocations)));
        Assert.Contains("base class 'Stream' in System.", (await FindAsync("SG1002", "[Operator(\"sample\")] abstract partial class Sample : System.IO.Stream;")).GetMessage(), StringComparison.Ordinal);
        Assert.Empty((await FindAsync("SG1002", "[Operator(\"sample\")] sealed partial class Sample;")).AdditionalLocations);
    }

    [GeneratedRegex("; |[.] ", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Clause { get; }

    [GeneratedRegex(
        "^(otherwise |to [^,]+, )?(add|append|assign|bring|change|catch|copy|correct|declare|derive|do not|emit|enumerate|give|make|move|pass|please|read|record|register|remove|rename|round|set|use|wait)\\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Advice { get; }

    private static async Task<Diagnostic> FindAsync(string id, params string[] files) =>
        Assert.Single((await AnalyzedCode.AnalyzeAsync(files)).OfRules, diagnostic => diagnostic.Id == id);

    private static string TextAt(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
