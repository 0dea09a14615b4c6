namespace StateGen.Conformance.Tests.Oracle;

/// <content>The states of every kind with every choice of options.</content>
internal sealed partial class OracleProbe
{
    private const TtlRefresh OnRead = TtlRefresh.OnReadAndWrite;
    private const TtlVisibility ReturnExpired = TtlVisibility.ReturnExpiredIfNotRemoved;
    private const TtlClock EventTime = TtlClock.EventTime;

    [State] private partial long PermanentNumber { get; set; }

    [State] private partial string? PermanentText { get; set; }

    [State] private partial ReducingState<long, WrappingSum> PermanentSum { get; }

    [State] private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> PermanentMean { get; }

    [State] private partial MapState<long, string> PermanentMap { get; }

    [State] private partial SortedMapState<long, string> PermanentSorted { get; }

    [State] private partial ListState<long> PermanentNumbers { get; }

    [State] private partial ListState<string> PermanentTexts { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive)] private partial long FadingNumber { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive)] private partial string? FadingText { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive)] private partial ReducingState<long, WrappingSum> FadingSum { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive)] private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> FadingMean { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive)] private partial MapState<long, string> FadingMap { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive)] private partial SortedMapState<long, string> FadingSorted { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive)] private partial ListState<long> FadingNumbers { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive)] private partial ListState<string> FadingTexts { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead)] private partial long RefreshedNumber { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead)] private partial string? RefreshedText { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead)] private partial ReducingState<long, WrappingSum> RefreshedSum { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead)]
    private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> RefreshedMean { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead)] private partial MapState<long, string> RefreshedMap { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead)] private partial SortedMapState<long, string> RefreshedSorted { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead)] private partial ListState<long> RefreshedNumbers { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead)] private partial ListState<string> RefreshedTexts { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired)] private partial long VisibleNumber { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired)] private partial string? VisibleText { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired)] private partial ReducingState<long, WrappingSum> VisibleSum { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired)]
    private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> VisibleMean { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired)] private partial MapState<long, string> VisibleMap { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired)] private partial SortedMapState<long, string> VisibleSorted { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired)] private partial ListState<long> VisibleNumbers { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired)] private partial ListState<string> VisibleTexts { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired)] private partial long RefreshedVisibleNumber { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired)] private partial string? RefreshedVisibleText { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired)]
    private partial ReducingState<long, WrappingSum> RefreshedVisibleSum { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired)]
    private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> RefreshedVisibleMean { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired)]
    private partial MapState<long, string> RefreshedVisibleMap { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired)]
    private partial SortedMapState<long, string> RefreshedVisibleSorted { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired)]
    private partial ListState<long> RefreshedVisibleNumbers { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired)]
    private partial ListState<string> RefreshedVisibleTexts { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Clock = EventTime)] private partial long EventTimedNumber { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Clock = EventTime)] private partial string? EventTimedText { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Clock = EventTime)] private partial ReducingState<long, WrappingSum> EventTimedSum { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Clock = EventTime)]
    private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> EventTimedMean { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Clock = EventTime)] private partial MapState<long, string> EventTimedMap { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Clock = EventTime)] private partial SortedMapState<long, string> EventTimedSorted { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Clock = EventTime)] private partial ListState<long> EventTimedNumbers { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Clock = EventTime)] private partial ListState<string> EventTimedTexts { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Clock = EventTime)] private partial long EventTimedRefreshedNumber { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Clock = EventTime)] private partial string? EventTimedRefreshedText { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Clock = EventTime)]
    private partial ReducingState<long, WrappingSum> EventTimedRefreshedSum { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Clock = EventTime)]
    private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> EventTimedRefreshedMean { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Clock = EventTime)]
    private partial MapState<long, string> EventTimedRefreshedMap { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Clock = EventTime)]
    private partial SortedMapState<long, string> EventTimedRefreshedSorted { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Clock = EventTime)] private partial ListState<long> EventTimedRefreshedNumbers { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Clock = EventTime)] private partial ListState<string> EventTimedRefreshedTexts { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired, Clock = EventTime)]
    private partial long EventTimedVisibleNumber { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired, Clock = EventTime)]
    private partial string? EventTimedVisibleText { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired, Clock = EventTime)]
    private partial ReducingState<long, WrappingSum> EventTimedVisibleSum { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired, Clock = EventTime)]
    private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> EventTimedVisibleMean { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired, Clock = EventTime)]
    private partial MapState<long, string> EventTimedVisibleMap { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired, Clock = EventTime)]
    private partial SortedMapState<long, string> EventTimedVisibleSorted { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired, Clock = EventTime)]
    private partial ListState<long> EventTimedVisibleNumbers { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Visibility = ReturnExpired, Clock = EventTime)]
    private partial ListState<string> EventTimedVisibleTexts { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired, Clock = EventTime)]
    private partial long EventTimedRefreshedVisibleNumber { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired, Clock = EventTime)]
    private partial string? EventTimedRefreshedVisibleText { get; set; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired, Clock = EventTime)]
    private partial ReducingState<long, WrappingSum> EventTimedRefreshedVisibleSum { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired, Clock = EventTime)]
    private partial AggregatingState<long, (long Count, long Sum), long, WholeMean> EventTimedRefreshedVisibleMean { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired, Clock = EventTime)]
    private partial MapState<long, string> EventTimedRefreshedVisibleMap { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired, Clock = EventTime)]
    private partial SortedMapState<long, string> EventTimedRefreshedVisibleSorted { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired, Clock = EventTime)]
    private partial ListState<long> EventTimedRefreshedVisibleNumbers { get; }

    [State, Ttl(Milliseconds = OracleModel.TimeToLive, Refresh = OnRead, Visibility = ReturnExpired, Clock = EventTime)]
    private partial ListState<string> EventTimedRefreshedVisibleTexts { get; }
}
