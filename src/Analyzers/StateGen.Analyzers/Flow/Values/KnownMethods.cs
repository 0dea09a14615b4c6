using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow.Effects;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>Knows what methods of the framework do with their arguments, as far as the flow of values depends on it.</summary>
internal static class KnownMethods
{
    // Methods that change an argument, and the argument. Those that name it a destination need no entry.
    private static readonly ImmutableDictionary<string, int> ChangedArguments = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["System.Array.Clear"] = 0,
        ["System.Array.Fill"] = 0,
        ["System.Array.Reverse"] = 0,
        ["System.Array.Sort"] = 0,
        ["System.Runtime.InteropServices.CollectionsMarshal.SetCount"] = 0,
        ["System.Random.NextBytes"] = 0,
        ["System.Random.Shuffle"] = 0,
        ["System.Security.Cryptography.RandomNumberGenerator.Fill"] = 0,
        ["System.Security.Cryptography.RandomNumberGenerator.GetBytes"] = 0,
        ["System.Security.Cryptography.RandomNumberGenerator.GetNonZeroBytes"] = 0,
        ["System.Security.Cryptography.RandomNumberGenerator.Shuffle"] = 0,
        ["System.MemoryExtensions.Reverse"] = 0,
        ["System.MemoryExtensions.Sort"] = 0,
        ["System.MemoryExtensions.Replace"] = 0,
        ["System.Collections.Generic.CollectionExtensions.AddRange"] = 0,
        ["System.Collections.Generic.CollectionExtensions.InsertRange"] = 0,
        ["System.Collections.Generic.CollectionExtensions.TryAdd"] = 0,
        ["System.Collections.Generic.CollectionExtensions.Remove"] = 0,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private static readonly ImmutableHashSet<string> Destinations =
        ImmutableHashSet.Create(StringComparer.Ordinal, "destination", "destinationArray", "dst", "utf8Destination");

    private static readonly ImmutableHashSet<string> Reordering =
        ImmutableHashSet.Create(StringComparer.Ordinal, "OrderBy", "Reverse", "Shuffle", "Sort");

    // Methods of Enumerable that read their source while the result is enumerated. The others read the whole source first.
    private static readonly ImmutableHashSet<string> Streaming = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Append", "AsEnumerable", "Cast", "Chunk", "Concat", "DefaultIfEmpty", "Distinct", "DistinctBy", "Except", "ExceptBy", "GroupBy", "GroupJoin", "Index",
        "Intersect", "IntersectBy", "Join", "OfType", "Order", "OrderBy", "OrderByDescending", "OrderDescending", "Prepend", "Reverse", "Select", "SelectMany",
        "Skip", "SkipLast", "SkipWhile", "Take", "TakeLast", "TakeWhile", "ThenBy", "ThenByDescending", "Union", "UnionBy", "Where", "Zip");

    private static readonly ImmutableHashSet<string> Buffering = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "GroupBy", "Order", "OrderBy", "OrderByDescending", "OrderDescending", "Reverse", "TakeLast", "ThenBy", "ThenByDescending");

    private static readonly ImmutableHashSet<string> Selecting = ImmutableHashSet.Create(
        StringComparer.Ordinal, "Select", "SelectMany", "Zip", "Join", "GroupJoin", "Aggregate", "ConvertAll");

    // On these types, every method with a delegate parameter runs the delegate on another thread.
    private static readonly ImmutableHashSet<string> OtherThreads = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "System.Linq.ParallelEnumerable",
        "System.Threading.CancellationToken",
        "System.Threading.CancellationTokenSource",
        "System.Threading.ExecutionContext",
        "System.Threading.SynchronizationContext",
        "System.Threading.Tasks.Parallel",
        "System.Threading.Tasks.Task",
        "System.Threading.Tasks.TaskFactory",
        "System.Threading.Tasks.ValueTask",
        "System.Threading.Thread",
        "System.Threading.ThreadPool",
        "System.Threading.Timer",
        "System.TimeProvider",
        "System.Timers.Timer",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable.ConfiguredTaskAwaiter",
        "System.Runtime.CompilerServices.TaskAwaiter",
        "System.Runtime.CompilerServices.ValueTaskAwaiter");

    private static readonly ImmutableHashSet<string> OtherThreadTypes = ImmutableHashSet.Create(
        StringComparer.Ordinal, "System.Timers.Timer", "System.Threading.CancellationTokenSource", "System.IO.FileSystemWatcher", "System.Diagnostics.Process");

    // By convention, methods with these names keep the delegates that they receive.
    private static readonly string[] Keeping =
        ["Subscribe", "Register", "Schedule", "Enqueue", "Post", "Defer", "Queue", "Listen", "AddHandler", "Attach", "Hook"];

    /// <summary>The ordinals of the arguments that a method of the framework changes.</summary>
    public static int[] FindChangedArguments(IMethodSymbol method) => Changed.GetValue(method.OriginalDefinition, static unknown =>
    [
        .. unknown.Parameters.Where(parameter => IsDestination(parameter, unknown)).Select(parameter => parameter.Ordinal),
    ]);

    private static bool IsDestination(IParameterSymbol parameter, IMethodSymbol method) =>
        (parameter.Type is IArrayTypeSymbol or { Name: "Array" or "Span" or "Memory" } && IsDestination(parameter.Name, method.Name))
        || (ChangedArguments.TryGetValue(NameOf(method), out var ordinal) && parameter.Ordinal == ordinal);

    private static bool IsDestination(string parameter, string method) => Destinations.Contains(parameter)
        || (parameter == "array" && method == "CopyTo") || (parameter == "items" && method == "Sort")
        || (parameter == "buffer" && method.StartsWith("Read", StringComparison.Ordinal));

    /// <summary>The kind of change that a method of the framework makes in a collection.</summary>
    public static ChangeKind KindOf(IMethodSymbol method) => method.Name switch
    {
        "Clear" when method.Parameters.IsEmpty || method.ContainingType.Name == "Array" && method.Parameters.Length == 1 => ChangeKind.Clear,
        "Fill" when method.Parameters.Length == (method.IsStatic ? 2 : 1) => ChangeKind.Clear,
        var name when Reordering.Contains(name) => ChangeKind.Order,
        _ => ChangeKind.Content,
    };

    public static bool IsStreaming(IMethodSymbol method) => method.ContainingType.Name is "Enumerable" && Streaming.Contains(method.Name);

    /// <summary>Indicates whether the result of a method reads the whole source before it yields the first element.</summary>
    public static bool IsBuffering(IMethodSymbol method) => method.ContainingType.Name is "Enumerable" && Buffering.Contains(method.Name);

    /// <summary>Indicates whether the first argument of the delegate of a method is what the calls before it returned.</summary>
    public static bool HasSeed(IMethodSymbol method) => method is { Name: "Aggregate", Parameters.Length: > 2 };

    /// <summary>Indicates whether a method takes the element that it returns out of the collection.</summary>
    public static bool Removes(IMethodSymbol method) => method.Name is "Dequeue" or "Pop" or "TryDequeue" or "TryPop" or "TryTake" or "TryRemove"
        || (method.Name == "Remove" && method.Parameters.Any(parameter => parameter.RefKind == RefKind.Out));

    /// <summary>Indicates whether a method puts its second argument into the variable that it receives, and returns what was there.</summary>
    public static bool Exchanges(IMethodSymbol method) => method is { Name: "Exchange", ContainingType.Name: "Interlocked" };

    /// <summary>Indicates whether a method gives back delegates that another one keeps, by its name.</summary>
    public static bool GivesBack(IMethodSymbol method) => method.Name.StartsWith("Un", StringComparison.Ordinal)
        || method.Name.StartsWith("Remove", StringComparison.Ordinal) || method.Name.StartsWith("Detach", StringComparison.Ordinal);

    public static bool IsSelecting(IMethodSymbol method) => Selecting.Contains(method.Name);

    /// <summary>Indicates whether a method runs the delegates that it receives on another thread.</summary>
    public static bool IsOtherThread(IMethodSymbol method) => OtherThreads.Contains(NameOf(method.ContainingType));

    /// <summary>Indicates whether a type raises its events on another thread.</summary>
    public static bool RaisesOnOtherThread(INamedTypeSymbol? type) => type is not null && OtherThreadTypes.Contains(NameOf(type));

    /// <summary>Indicates whether a method without source keeps the delegates that it receives, by its name.</summary>
    public static bool Keeps(IMethodSymbol method) => Array.Exists(Keeping, prefix => method.Name.StartsWith(prefix, StringComparison.Ordinal)
        && (method.Name.Length == prefix.Length || !char.IsLower(method.Name[prefix.Length])));

    public static bool IsOfFramework(ISymbol symbol)
    {
        var space = symbol.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space is { Name: "System" or "Microsoft" };
    }

    private static readonly ConditionalWeakTable<INamedTypeSymbol, string> Names = new();

    private static readonly ConditionalWeakTable<IMethodSymbol, string> MethodNames = new();

    private static readonly ConditionalWeakTable<IMethodSymbol, int[]> Changed = new();

    private static string NameOf(IMethodSymbol method) => MethodNames.GetValue(method.OriginalDefinition, static unnamed => Describe(unnamed));

    private static string Describe(IMethodSymbol method) => $"{NameOf(method.ContainingType)}.{method.Name}";

    private static string NameOf(INamedTypeSymbol type) => Names.GetValue(type.OriginalDefinition, static unnamed => SymbolNames.Of(unnamed));
}
