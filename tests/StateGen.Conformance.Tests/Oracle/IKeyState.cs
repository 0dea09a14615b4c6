namespace StateGen.Conformance.Tests.Oracle;

/// <summary>What a command can do to the state of the current key: once in an operator, once in the model.</summary>
internal interface IKeyState
{
    long Number { get; set; }

    int? Optional { get; set; }

    string? Text { get; set; }

    long Fading { get; set; }

    IEnumerable<KeyValuePair<string, long?>> Map { get; }

    IEnumerable<KeyValuePair<long, string>> FadingMap { get; }

    IEnumerable<long> List { get; }

    IEnumerable<string> FadingList { get; }

    void Put(string key, long? value);

    bool Remove(string key);

    void RemoveNegatives();

    void ClearMap();

    void PutFading(long key, string value);

    bool RemoveFading(long key);

    void Append(long element);

    void Replace(long[] elements);

    void AppendFading(string element);

    void Clear();

    void Register(long timestamp);

    void Delete(long timestamp);

    bool Contains(long timestamp);

    void RegisterProcessingTime(long timestamp);

    void DeleteProcessingTime(long timestamp);

    bool ContainsProcessingTime(long timestamp);

    void Emit(string value);
}
