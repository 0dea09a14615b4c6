namespace StateGen.Conformance.Tests.Oracle;

/// <content>The states as the commands see them.</content>
internal sealed partial class OracleProbe
{
    private OracleStates CreateSet(OracleOptions options)
    {
        var watch = new Watch(notes, () => Key, options.IsVisible);
        return options.Name switch
        {
            "Permanent" => new(options)
            {
                Number = new ProbedValue<long>(watch, () => PermanentNumber, value => PermanentNumber = value),
                Text = new ProbedValue<string>(watch, () => PermanentText, value => PermanentText = value),
                Sum = new ProbedSum(watch, () => PermanentSum),
                Mean = new ProbedMean(watch, () => PermanentMean),
                Map = new ProbedMap<long, string>(watch, PermanentMap),
                Sorted = new ProbedSortedMap<long, string>(watch, PermanentSorted),
                Numbers = new ProbedList<long>(watch, PermanentNumbers),
                Texts = new ProbedList<string>(watch, PermanentTexts),
            },
            "Fading" => new(options)
            {
                Number = new ProbedValue<long>(watch, () => FadingNumber, value => FadingNumber = value),
                Text = new ProbedValue<string>(watch, () => FadingText, value => FadingText = value),
                Sum = new ProbedSum(watch, () => FadingSum),
                Mean = new ProbedMean(watch, () => FadingMean),
                Map = new ProbedMap<long, string>(watch, FadingMap),
                Sorted = new ProbedSortedMap<long, string>(watch, FadingSorted),
                Numbers = new ProbedList<long>(watch, FadingNumbers),
                Texts = new ProbedList<string>(watch, FadingTexts),
            },
            "Refreshed" => new(options)
            {
                Number = new ProbedValue<long>(watch, () => RefreshedNumber, value => RefreshedNumber = value),
                Text = new ProbedValue<string>(watch, () => RefreshedText, value => RefreshedText = value),
                Sum = new ProbedSum(watch, () => RefreshedSum),
                Mean = new ProbedMean(watch, () => RefreshedMean),
                Map = new ProbedMap<long, string>(watch, RefreshedMap),
                Sorted = new ProbedSortedMap<long, string>(watch, RefreshedSorted),
                Numbers = new ProbedList<long>(watch, RefreshedNumbers),
                Texts = new ProbedList<string>(watch, RefreshedTexts),
            },
            "Visible" => new(options)
            {
                Number = new ProbedValue<long>(watch, () => VisibleNumber, value => VisibleNumber = value),
                Text = new ProbedValue<string>(watch, () => VisibleText, value => VisibleText = value),
                Sum = new ProbedSum(watch, () => VisibleSum),
                Mean = new ProbedMean(watch, () => VisibleMean),
                Map = new ProbedMap<long, string>(watch, VisibleMap),
                Sorted = new ProbedSortedMap<long, string>(watch, VisibleSorted),
                Numbers = new ProbedList<long>(watch, VisibleNumbers),
                Texts = new ProbedList<string>(watch, VisibleTexts),
            },
            "RefreshedVisible" => new(options)
            {
                Number = new ProbedValue<long>(watch, () => RefreshedVisibleNumber, value => RefreshedVisibleNumber = value),
                Text = new ProbedValue<string>(watch, () => RefreshedVisibleText, value => RefreshedVisibleText = value),
                Sum = new ProbedSum(watch, () => RefreshedVisibleSum),
                Mean = new ProbedMean(watch, () => RefreshedVisibleMean),
                Map = new ProbedMap<long, string>(watch, RefreshedVisibleMap),
                Sorted = new ProbedSortedMap<long, string>(watch, RefreshedVisibleSorted),
                Numbers = new ProbedList<long>(watch, RefreshedVisibleNumbers),
                Texts = new ProbedList<string>(watch, RefreshedVisibleTexts),
            },
            "EventTimed" => new(options)
            {
                Number = new ProbedValue<long>(watch, () => EventTimedNumber, value => EventTimedNumber = value),
                Text = new ProbedValue<string>(watch, () => EventTimedText, value => EventTimedText = value),
                Sum = new ProbedSum(watch, () => EventTimedSum),
                Mean = new ProbedMean(watch, () => EventTimedMean),
                Map = new ProbedMap<long, string>(watch, EventTimedMap),
                Sorted = new ProbedSortedMap<long, string>(watch, EventTimedSorted),
                Numbers = new ProbedList<long>(watch, EventTimedNumbers),
                Texts = new ProbedList<string>(watch, EventTimedTexts),
            },
            "EventTimedRefreshed" => new(options)
            {
                Number = new ProbedValue<long>(watch, () => EventTimedRefreshedNumber, value => EventTimedRefreshedNumber = value),
                Text = new ProbedValue<string>(watch, () => EventTimedRefreshedText, value => EventTimedRefreshedText = value),
                Sum = new ProbedSum(watch, () => EventTimedRefreshedSum),
                Mean = new ProbedMean(watch, () => EventTimedRefreshedMean),
                Map = new ProbedMap<long, string>(watch, EventTimedRefreshedMap),
                Sorted = new ProbedSortedMap<long, string>(watch, EventTimedRefreshedSorted),
                Numbers = new ProbedList<long>(watch, EventTimedRefreshedNumbers),
                Texts = new ProbedList<string>(watch, EventTimedRefreshedTexts),
            },
            "EventTimedVisible" => new(options)
            {
                Number = new ProbedValue<long>(watch, () => EventTimedVisibleNumber, value => EventTimedVisibleNumber = value),
                Text = new ProbedValue<string>(watch, () => EventTimedVisibleText, value => EventTimedVisibleText = value),
                Sum = new ProbedSum(watch, () => EventTimedVisibleSum),
                Mean = new ProbedMean(watch, () => EventTimedVisibleMean),
                Map = new ProbedMap<long, string>(watch, EventTimedVisibleMap),
                Sorted = new ProbedSortedMap<long, string>(watch, EventTimedVisibleSorted),
                Numbers = new ProbedList<long>(watch, EventTimedVisibleNumbers),
                Texts = new ProbedList<string>(watch, EventTimedVisibleTexts),
            },
            "EventTimedRefreshedVisible" => new(options)
            {
                Number = new ProbedValue<long>(watch, () => EventTimedRefreshedVisibleNumber, value => EventTimedRefreshedVisibleNumber = value),
                Text = new ProbedValue<string>(watch, () => EventTimedRefreshedVisibleText, value => EventTimedRefreshedVisibleText = value),
                Sum = new ProbedSum(watch, () => EventTimedRefreshedVisibleSum),
                Mean = new ProbedMean(watch, () => EventTimedRefreshedVisibleMean),
                Map = new ProbedMap<long, string>(watch, EventTimedRefreshedVisibleMap),
                Sorted = new ProbedSortedMap<long, string>(watch, EventTimedRefreshedVisibleSorted),
                Numbers = new ProbedList<long>(watch, EventTimedRefreshedVisibleNumbers),
                Texts = new ProbedList<string>(watch, EventTimedRefreshedVisibleTexts),
            },
            _ => throw new ArgumentException($"There are no states '{options.Name}'.", nameof(options)),
        };
    }
}
