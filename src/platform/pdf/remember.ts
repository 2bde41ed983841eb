/** A pure function that remembers what it gave, in bounded memory: when it is full it forgets everything. */
export function remember<Value>(compute: (key: string) => Value, capacity: number): (key: string) => Value {
  const values = new Map<string, Value>();
  return (key) => {
    let value = values.get(key);
    if (value === undefined) {
      value = compute(key);
      if (values.size >= capacity) values.clear();
      values.set(key, value);
    }
    return value;
  };
}
