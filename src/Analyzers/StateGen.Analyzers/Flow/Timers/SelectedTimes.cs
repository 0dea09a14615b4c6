using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Timers;

/// <summary>
/// Provides the members that the streams of a compilation use as the time of their events. The compilation is read only if the name of a member leaves open
/// whether it is that time.
/// </summary>
internal sealed class SelectedTimes
{
    private static readonly PerCompilation<SelectedTimes> Known = new(static compilation => new(compilation));

    // Words of names that speak of a time in the future, or of a plan.
    private static readonly ImmutableHashSet<string> Doubtful = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Appointment", "Arrives", "Begin", "Begins", "Closes", "Deadline", "Deliver", "Delivery", "Departs", "Departure", "Due", "End", "Ends",
        "Estimated", "Eta", "Expected", "Expiration", "Expire", "Expires", "Expiry", "Next", "Opens", "Planned", "Promised",
        "Remind", "Reminder", "Renewal", "Renews",
        "Schedule", "Scheduled", "Start", "Starts", "Target", "To", "Until", "Valid");

    private readonly Compilation _compilation;
    private readonly Lazy<ImmutableArray<InvocationExpressionSyntax>> _calls;

    private SelectedTimes(Compilation compilation)
    {
        _compilation = compilation;
        _calls = new(() => [.. compilation.SyntaxTrees.SelectMany(static tree => CallsIn(tree))]);
    }

    public static SelectedTimes Of(Compilation compilation) => Known.Get(compilation);

    /// <summary>Indicates whether a name leaves open whether a member holds the time of the event or another time.</summary>
    public static bool IsDoubtful(string name)
    {
        var start = 0;
        for (var end = 1; end <= name.Length; end++)
        {
            if (end < name.Length && !char.IsUpper(name[end]))
                continue;
            if (Doubtful.Contains(name.Substring(start, end - start)))
                return true;
            start = end;
        }

        return false;
    }

    /// <summary>Indicates whether a stream uses a member as the time of its events.</summary>
    public bool Contains(ISymbol member, CancellationToken cancellationToken) => _calls.Value
        .Where(call =>
            call.ArgumentList.Arguments.Any(argument => argument.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Any(name => name.Identifier.ValueText == member.Name)))
        .SelectMany(call => SourceCode.Of(_compilation).Find(call, cancellationToken)?.Descendants() ?? [])
        .OfType<IMemberReferenceOperation>()
            .Any(reference => SymbolEqualityComparer.Default.Equals(reference.Member.OriginalDefinition, member.OriginalDefinition));

    private static IEnumerable<InvocationExpressionSyntax> CallsIn(SyntaxTree tree) => tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(static call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WithEventTime" });
}
