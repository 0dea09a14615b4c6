using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace StateGen.Generators.Incremental;

/// <summary>
/// What was parsed from declarations last, forgotten with their file. The driver asks for all of them after each edit anywhere, because symbols are new in every
/// compilation; while the file is the same and nothing else has declared anything else, the answer is the same. Thread-safe.
/// </summary>
/// <typeparam name="TResult">What is parsed from a declaration: text and numbers only.</typeparam>
internal static class ParseCache<TResult>
    where TResult : class
{
    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<(TextSpan Span, Delegate Parse), (string Stamp, TResult Result)>> Known = new();

    /// <summary>
    /// The result for a declaration, from the cache or parsed. The parser must follow from what the compilation declares alone, and <paramref name="mayKeep"/> tells
    /// whether a result stays true while bodies of methods change: not if it says where something stands.
    /// </summary>
    public static TResult GetOrParse(
        GeneratorAttributeSyntaxContext context, Func<GeneratorAttributeSyntaxContext, CancellationToken, TResult> parse, Func<TResult, bool> mayKeep, CancellationToken cancellationToken)
    {
        var results = Known.GetOrCreateValue(context.TargetNode.SyntaxTree);
        var stamp = DeclarationStamp.Of(context.SemanticModel.Compilation, cancellationToken);
        if (results.TryGetValue((context.TargetNode.Span, parse), out var known) && known.Stamp == stamp)
            return known.Result;
        var result = parse(context, cancellationToken);
        if (mayKeep(result))
            results[(context.TargetNode.Span, parse)] = (stamp, result);
        return result;
    }
}
