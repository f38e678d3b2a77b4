print("ibtool")
