using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>Recognizes the types of the runtime by their names, without looking them up in the compilation.</summary>
internal static class KnownTypes
{
    public const string OperatorAttribute = "StateGen.OperatorAttribute";
    public const string StateAttribute = "StateGen.StateAttribute";
    public const string OperatorStateAttribute = "StateGen.OperatorStateAttribute";
    public const string TtlAttribute = "StateGen.TtlAttribute";
    public const string GenerateCodecAttribute = "StateGen.GenerateCodecAttribute";
    public const string KeyedOperatorName = "KeyedOperator";

    private const string Namespace = "StateGen";
    private const string TimeWindowName = "TimeWindow";

    public static bool IsOperatorAttribute(AttributeData attribute) => Is(attribute.AttributeClass, "OperatorAttribute");

    public static bool IsStateAttribute(AttributeData attribute) => Is(attribute.AttributeClass, "StateAttribute");

    public static bool IsOperatorStateAttribute(AttributeData attribute) => Is(attribute.AttributeClass, "OperatorStateAttribute");

    /// <summary>Indicates whether an attribute declares state, that of a key or that of a subtask.</summary>
    public static bool DeclaresState(AttributeData attribute) => IsStateAttribute(attribute) || IsOperatorStateAttribute(attribute);

    public static bool IsTtlAttribute(AttributeData attribute) => Is(attribute.AttributeClass, "TtlAttribute");

    public static bool IsUnionCaseAttribute(AttributeData attribute) => Is(attribute.AttributeClass, "UnionCaseAttribute");

    public static bool IsUseCodecAttribute(AttributeData attribute) => Is(attribute.AttributeClass, "UseCodecAttribute");

    public static bool IsFormerNameAttribute(AttributeData attribute) => Is(attribute.AttributeClass, "FormerNameAttribute");

    public static bool IsStateUpgrade(ITypeSymbol type) => Is(type, "IStateUpgrade`2");

    public static bool IsGenerateCodecAttribute(AttributeData attribute) => Is(attribute.AttributeClass, "GenerateCodecAttribute");

    public static bool IsCodec(ITypeSymbol type) => IsIn(type, "Serialization", "ICodec`1");

    public static bool IsKeyCodec(ITypeSymbol type) => IsIn(type, "Keys", "IKeyCodec`1");

    public static bool IsMapState(ITypeSymbol type) => Is(type, "MapState`2");

    public static bool IsSortedMapState(ITypeSymbol type) => Is(type, "SortedMapState`2");

    /// <summary>Indicates whether a type is a map state, sorted or not.</summary>
    public static bool IsAnyMapState(ITypeSymbol type) => IsMapState(type) || IsSortedMapState(type);

    public static bool IsSortedMapRange(ITypeSymbol type) => Is(type, "SortedMapRange`2");

    public static bool IsListState(ITypeSymbol type) => Is(type, "ListState`1");

    public static bool IsBroadcastState(ITypeSymbol type) => Is(type, "BroadcastState`2");

    public static bool IsOperatorListState(ITypeSymbol type) => Is(type, "OperatorListState`1");

    public static bool IsReducingState(ITypeSymbol type) => Is(type, "ReducingState`2");

    public static bool IsAggregatingState(ITypeSymbol type) => Is(type, "AggregatingState`4");

    /// <summary>Indicates whether a type is the state of windows that stay as they are, or that of sessions.</summary>
    public static bool IsWindowState(ITypeSymbol type) => Is(type, "WindowState`4") || Is(type, "SessionWindowState`4");

    public static bool IsTimeWindow(ITypeSymbol type) => Is(type, TimeWindowName);

    /// <summary>Indicates whether a type is the interface of reducers or one of those of aggregators.</summary>
    public static bool IsAccumulatorFunction(ITypeSymbol type) => Is(type, "IReducer`1") || Is(type, "IAggregator`3") || Is(type, "IMergingAggregator`3");

    public static bool IsKeyedOperator(ITypeSymbol type) => Is(type, "KeyedOperator`3");

    /// <summary>Indicates whether a type is a base class of operators in StateGen.</summary>
    public static bool IsOperatorBase(ITypeSymbol type) =>
        IsKeyedOperator(type) || Is(type, "KeyedCoOperator`4") || IsKeyedBroadcastOperator(type);

    public static bool IsKeyedBroadcastOperator(ITypeSymbol type) => Is(type, "KeyedBroadcastOperator`4");

    public static bool IsOperatorContext(ITypeSymbol type) => Is(type, "OperatorContext`1") || Is(type, "BroadcastContext`1");

    public static bool IsEventStream(ITypeSymbol type) => Is(type, "EventStream`1");

    /// <summary>Indicates whether a type has the method <c>Process</c>, which uses an operator in a pipeline.</summary>
    public static bool IsKeyedStream(ITypeSymbol type) =>
        Is(type, "KeyedStream`2") || Is(type, "ChainedStream`2") || Is(type, "ConnectedStreams`3") || Is(type, "BroadcastConnectedStreams`3");

    public static bool IsTimerService(ITypeSymbol type) => Is(type, "TimerService");

    public static bool IsStateBackendAttribute(AttributeData attribute) => Is(attribute.AttributeClass, "StateBackendAttribute");

    public static bool IsStateBackend(ITypeSymbol type) => IsIn(type, "Backends", "IStateBackend");

    public static bool IsMemoryBackend(ITypeSymbol type) => Is(type, "MemoryBackend");

    public static bool IsRocksDbBackend(ITypeSymbol type) => IsIn(type, "RocksDb", "RocksDbBackend");

    /// <summary>Indicates whether a type is the class with the methods that begin and combine pipelines.</summary>
    public static bool IsPipeline(ITypeSymbol type) => Is(type, "Pipeline");

    /// <summary>Indicates whether a type describes a part of a pipeline: a stream, or a pipeline that can be run.</summary>
    public static bool IsPartOfPipeline(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && (IsRunnablePipeline(named) || IsKeyedStream(named) || IsEventStream(named) || BaseTypes.Of(named).Any(IsEventStream));

    public static bool IsRunnablePipeline(ITypeSymbol type) => Is(type, "RunnablePipeline");

    public static bool IsPipelineOptions(ITypeSymbol type) => Is(type, "PipelineOptions");

    public static bool IsOperatorHostOptions(ITypeSymbol type) => Is(type, "OperatorHostOptions");

    /// <summary>Determines whether a property of this type is a collection state.</summary>
    public static bool IsCollection(ITypeSymbol type) =>
        IsAnyMapState(type) || IsListState(type) || IsBroadcastState(type) || IsOperatorListState(type) || IsWindowState(type);

    /// <summary>Determines whether a property of this type is a reducing or aggregating state.</summary>
    public static bool IsAccumulatorState(ITypeSymbol type) => IsReducingState(type) || IsAggregatingState(type);

    /// <summary>Determines whether a struct combines the values of a state of this type.</summary>
    public static bool HasAccumulators(ITypeSymbol type) => IsAccumulatorState(type) || IsWindowState(type);

    /// <summary>Finds the type of the accumulators of a state; null if it has none.</summary>
    public static ITypeSymbol? FindAccumulator(ITypeSymbol type) =>
        HasAccumulators(type) ? ((INamedTypeSymbol)type).TypeArguments[IndexOfAccumulator(type)] : null;

    /// <summary>Returns the index of the accumulator among the type arguments of a state that has one.</summary>
    public static int IndexOfAccumulator(ITypeSymbol type) => IsReducingState(type) ? 0 : 1;

    /// <summary>Finds the type of the keys of a state of windows, in the assembly of the handle.</summary>
    public static INamedTypeSymbol? FindTimeWindow(ITypeSymbol windowState) =>
        windowState.ContainingAssembly.GetTypeByMetadataName($"{Namespace}.{TimeWindowName}");

    /// <summary>Determines whether a type is a handle to state. A property of any other type is a value state.</summary>
    public static bool IsHandle(ITypeSymbol type) => IsCollection(type) || IsAccumulatorState(type);

    public static bool IsOperator(ISymbol type) => type.GetAttributes().Any(IsOperatorAttribute);

    public static bool IsState(ISymbol property) => property.GetAttributes().Any(DeclaresState);

    /// <summary>Finds the <c>KeyedOperator&lt;,,&gt;</c> from which a class derives directly or indirectly.</summary>
    public static INamedTypeSymbol? FindKeyedOperator(INamedTypeSymbol type) => BaseTypes.Of(type).FirstOrDefault(IsKeyedOperator);

    private static bool IsIn(ITypeSymbol type, string nested, string metadataName) =>
        type is { ContainingType: null, ContainingNamespace: { ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } } inner }
        && type.MetadataName == metadataName
        && inner.Name == nested;

    private static bool Is(ITypeSymbol? type, string metadataName) =>
        type is { ContainingType: null, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } }
        && type.MetadataName == metadataName;
}
