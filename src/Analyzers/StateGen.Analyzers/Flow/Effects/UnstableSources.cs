using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>
/// Recognizes sources that return another value when the same event is processed again: clocks, random numbers, new identifiers, what differs between
/// processes and machines, and hash codes that do.
/// </summary>
internal sealed class UnstableSources : EffectKind
{
    private const string Time = "use the event time, context.Timestamp";
    private const string Chance = "derive the value from the event or the key";
    private const string Place = "read it in a constructor, or derive the value from the event or the key";
    private const string Hash = "hash codes differ between processes, so use a hash function with a fixed algorithm";

    private static readonly ImmutableDictionary<string, string> Advice = new (string Advice, string Type, string Members)[]
    {
        (Time, "System.DateTime", "Now Today UtcNow"),
        (Time, "System.DateTimeOffset", "Now UtcNow"),
        (Time, "System.Diagnostics.Stopwatch", "Elapsed ElapsedMilliseconds ElapsedTicks GetTimestamp"),
        (Time, "System.Environment", "TickCount TickCount64"),
        (Time, "System.TimeProvider", "GetLocalNow GetTimestamp GetUtcNow"),
        (Place, "System.Diagnostics.Process", "GetCurrentProcess GetProcesses GetProcessById GetProcessesByName"),
        (Place, "System.Environment",
            "CommandLine CpuUsage CurrentDirectory CurrentManagedThreadId ExpandEnvironmentVariables GetCommandLineArgs GetEnvironmentVariable "
            + "GetEnvironmentVariables GetFolderPath HasShutdownStarted MachineName OSVersion ProcessId ProcessPath ProcessorCount StackTrace "
            + "SystemDirectory UserDomainName UserName WorkingSet"),
        (Place, "System.GC", "CollectionCount GetAllocatedBytesForCurrentThread GetGCMemoryInfo GetTotalAllocatedBytes GetTotalMemory"),
        (Place, "System.Net.Dns", "GetHostName"),
        (Place, "System.Threading.Thread", "CurrentThread GetCurrentProcessorId"),
        (Place, "System.Threading.Tasks.Task", "CurrentId"),
        (Chance, "System.Diagnostics.ActivitySpanId", "CreateRandom"),
        (Chance, "System.Diagnostics.ActivityTraceId", "CreateRandom"),
        (Chance, "System.Guid", "CreateVersion7 NewGuid"),
        (Chance, "System.IO.Directory", "CreateTempSubdirectory"),
        (Chance, "System.IO.Path", "GetRandomFileName GetTempFileName"),
        (Chance, "System.Linq.AsyncEnumerable", "Shuffle"),
        (Chance, "System.Linq.Enumerable", "Shuffle"),
        (Chance, "System.Random", "Shared"),
        (Chance, "System.Security.Cryptography.RandomNumberGenerator",
            "Create Fill GetBytes GetHexString GetInt32 GetItems GetNonZeroBytes GetString Shuffle"),
        (Hash, "System.Globalization.CompareInfo", "GetHashCode"),
        (Hash, "System.HashCode", "Combine ToHashCode"),
        (Hash, "System.Runtime.CompilerServices.RuntimeHelpers", "GetHashCode"),
        (Hash, "System.String", "GetHashCode GetNonRandomizedHashCode"),
    }.SelectMany(static source => source.Members.Split(' ').Select(member => (Name: $"{source.Type}.{member}", source.Advice)))
        .ToImmutableDictionary(static source => source.Name, static source => source.Advice, StringComparer.Ordinal);

    public override Effect? Find(IOperation operation, EffectSearch search, CancellationToken cancellationToken)
    {
        if (RandomNumbers.Find(operation, search.Code, cancellationToken) is { } source)
            return new(source, Chance);
        return operation switch
        {
            IPropertyReferenceOperation { Property: var property } => FindMember(property),
            IMethodReferenceOperation { Method: { IsStatic: true } method } reference when Callees.RunsInPlace(reference) => FindMember(method),
            IInvocationOperation { TargetMethod.Name: "GetHashCode" } call when HashCodes.IsUnstable(call, search, cancellationToken) =>
                new(SymbolNames.Short(call.TargetMethod), Hash),
            IInvocationOperation call when RandomNumbers.IsMadeInPlace(call) => null,
            IInvocationOperation { TargetMethod: { Name: "GetElapsedTime", Parameters.Length: 1 } method } when IsClock(method.ContainingType) =>
                new(SymbolNames.Short(method), Time),
            IInvocationOperation { TargetMethod: var method } => FindMember(method),
            _ => null,
        };
    }

    public override Effect? Find(IMethodSymbol method) => FindMember(method);

    /// <summary>Indicates whether an expression reads a source, such as the seed of a random generator that is different every time.</summary>
    public static bool IsRead(IOperation expression) => expression.DescendantsAndSelf().Any(static part => part switch
    {
        IPropertyReferenceOperation { Property: var property } => FindMember(property) is not null,
        IInvocationOperation { TargetMethod: var method } => FindMember(method) is not null,
        _ => false,
    });

    private static Effect? FindMember(ISymbol member)
    {
        if (member.ContainingType is not { } type || Callees.IsInSource(member))
            return null;
        foreach (var name in SymbolNames.AllOf(type))
        {
            if (Advice.TryGetValue($"{name}.{member.Name}", out var advice))
                return new(SymbolNames.Short(member), advice);
        }

        return null;
    }

    private static bool IsClock(INamedTypeSymbol type) =>
        SymbolNames.Of(type) is "System.Diagnostics.Stopwatch" || SymbolNames.AllOf(type).Any(static name => name == "System.TimeProvider");
}
