namespace StateGen.Generators;

/// <summary>The names of the generator's steps, by which tests see what was cached.</summary>
internal static class TrackingNames
{
    public const string ParsedOperators = nameof(ParsedOperators);
    public const string Operators = nameof(Operators);
    public const string CollectedOperators = nameof(CollectedOperators);
    public const string NamedOperators = nameof(NamedOperators);
    public const string OperatorProblems = nameof(OperatorProblems);
    public const string SharedCodecs = nameof(SharedCodecs);
    public const string CollectedCodecs = nameof(CollectedCodecs);
    public const string ParsedCodecRequests = nameof(ParsedCodecRequests);
    public const string CollectedCodecRequests = nameof(CollectedCodecRequests);
    public const string AllCodecs = nameof(AllCodecs);
    public const string Codecs = nameof(Codecs);
    public const string Slots = nameof(Slots);
    public const string ParsedStrayStates = nameof(ParsedStrayStates);
    public const string StrayStates = nameof(StrayStates);
    public const string CollectedStrayStates = nameof(CollectedStrayStates);
    public const string DistinctStrayStates = nameof(DistinctStrayStates);
    public const string StrayStateProblems = nameof(StrayStateProblems);
    public const string ParsedStrayTimesToLive = nameof(ParsedStrayTimesToLive);
    public const string StrayTimesToLive = nameof(StrayTimesToLive);
    public const string CollectedStrayTimesToLive = nameof(CollectedStrayTimesToLive);
    public const string DistinctStrayTimesToLive = nameof(DistinctStrayTimesToLive);
    public const string StrayTimeToLiveProblems = nameof(StrayTimeToLiveProblems);

    /// <summary>The steps that look at symbols; every other step must be cached when their results are equal.</summary>
    public static readonly string[] ParseSteps = [ParsedOperators, ParsedCodecRequests, ParsedStrayStates, ParsedStrayTimesToLive];
}
